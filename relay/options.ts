// The relay's options: what can be said of it on the command line, and what is wrong with what was said.

import { Command, InvalidArgumentError } from 'commander'
import type { Bootstrap } from '../src/room/find-room.ts'
import { CLASS_RULES } from '../src/room/settings.ts'
import { DEFAULT_CAPS, type CapLimits } from './caps.ts'
import { relayAddress, roomName, whole } from './cli/command.ts'
import { UsageError } from './cli/exit-code.ts'

/** What the relay was asked to be. */
export interface RelayOptions {
  /** TCP port of page, API and WebSocket; 0 takes any that is free. */
  port: number
  /** Address to listen on. */
  host: string
  /** The room of those who name none. */
  room: string
  /** How rooms work, the same for all of this relay. */
  rules: RoomLimits
  /** The most rooms at once. */
  maxRooms: number
  /** How much the relay takes on. */
  caps: CapLimits
  /** PEM files, to speak HTTPS and WSS. */
  tls: { certFile: string; keyFile: string } | undefined
  /** Where the relay is reached from outside, through a reverse proxy. */
  publicUrl: URL | undefined
  /** Other relays, with which rooms are shared. */
  join: Bootstrap[]
  /** More DHT nodes in this process. */
  peers: number
  /** Folder for the identity. */
  data: string
  /** Print nothing but the address. */
  quiet: boolean
  /** Print envelopes as JSON lines instead of sentences. */
  json: boolean
}

/** The rules of every room of a relay; see `RoomSettings`. */
export type RoomLimits = typeof CLASS_RULES

/** The largest value that `--max-value` allows, in bytes: well below what one DHT message carries. */
export const MAX_VALUE_BYTES = 1024 * 1024

/** The longest `--republish` and `--expire`, in seconds: a week. */
const MAX_SECONDS = 7 * 24 * 60 * 60

/** The most nodes that `--peers` allows: each takes some megabytes. */
const MAX_PEERS = 1000

/** Bounds of `--max-bytes` and `--max-bytes-per-peer`: one message of libp2p has up to 64 KiB. */
const LEAST_BYTES = 16 * 1024
const MAX_BYTES = 4_000_000_000

interface Parsed {
  port: number
  host: string
  room: string
  k: number
  alpha: number
  paths: number
  republish: number
  expire: number
  maxValue: number
  maxRooms: number
  maxPeers: number
  maxBytesPerPeer: number
  maxBytes: number
  tlsCert?: string
  tlsKey?: string
  publicUrl?: URL
  join: Bootstrap[]
  peers: number
  data: string
  quiet?: true
  json?: true
}

/**
 * What was asked for on the command line that `describeRelay` made.
 *
 * @throws UsageError when options contradict each other, in one sentence
 */
export function relayOptionsOf(command: Command): RelayOptions {
  const said = command.opts<Parsed>()
  if (said.republish >= said.expire) {
    throw new UsageError(
      `--expire (${said.expire} s) must be longer than --republish (${said.republish} s), or records die before they are renewed.`,
    )
  }
  const { tlsCert: certFile, tlsKey: keyFile } = said
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new UsageError('--tls-cert and --tls-key go together: name both files or neither.')
  }
  return {
    port: said.port,
    host: said.host,
    room: said.room,
    maxRooms: said.maxRooms,
    caps: { peers: said.maxPeers, bytesPerPeer: said.maxBytesPerPeer, bytes: said.maxBytes },
    tls: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
    publicUrl: said.publicUrl,
    join: said.join,
    peers: said.peers,
    data: said.data,
    quiet: said.quiet === true,
    json: said.json === true,
    rules: {
      k: said.k,
      alpha: said.alpha,
      disjointPaths: said.paths,
      republishMs: said.republish * 1000,
      expireMs: said.expire * 1000,
      maxValueBytes: said.maxValue,
    },
  }
}

/** The relay's command. */
export function describeRelay(): Command {
  const { k, alpha, disjointPaths, republishMs, expireMs, maxValueBytes } = CLASS_RULES
  return new Command('relay')
    .description('introduce tabs to each other, and serve them the page')
    .option('--port <number>', 'port of page, API and WebSocket', whole(0, 65_535), 8080)
    .option('--host <address>', 'address to listen on', '0.0.0.0')
    .option('--room <name>', 'room of visitors who name none', roomName, 'main')
    .option('--k <number>', 'bucket size, and copies of a record', whole(1, 64), k)
    .option('--alpha <number>', 'requests under way at once on a path', whole(1, 64), alpha)
    .option('--paths <number>', 'disjoint paths of a lookup', whole(1, 64), disjointPaths)
    .option(
      '--republish <seconds>',
      'how often holders see that k copies exist',
      whole(1, MAX_SECONDS),
      republishMs / 1000,
    )
    .option(
      '--expire <seconds>',
      'how long a record lives unless renewed',
      whole(2, MAX_SECONDS),
      expireMs / 1000,
    )
    .option(
      '--max-value <bytes>',
      'largest value of a record',
      whole(1, MAX_VALUE_BYTES),
      maxValueBytes,
    )
    .option('--max-rooms <number>', 'most rooms at once', whole(1, 1000), 16)
    .option('--peers <number>', 'more DHT nodes in this process', whole(0, MAX_PEERS), 0)
    .option(
      '--join <address>',
      'link with another relay: a URL or multiaddr, repeatable',
      relay,
      [],
    )
    .option('--public-url <url>', 'address behind a reverse proxy', publicUrl)
    .option('--tls-cert <file>', 'certificate as PEM, to speak HTTPS and WSS')
    .option('--tls-key <file>', 'its key as PEM')
    .option('--max-peers <number>', 'most peers at once', whole(1, 100_000), DEFAULT_CAPS.peers)
    .option(
      '--max-bytes-per-peer <number>',
      'most bytes a second that one peer may send',
      whole(LEAST_BYTES, MAX_BYTES),
      DEFAULT_CAPS.bytesPerPeer,
    )
    .option(
      '--max-bytes <number>',
      'most bytes a second that all peers may send',
      whole(LEAST_BYTES, MAX_BYTES),
      DEFAULT_CAPS.bytes,
    )
    .option('--data <folder>', 'where the identity is kept', '.kadscope')
    .option('--quiet', 'print nothing but the address')
    .option('--json', 'print events as JSON lines')
}

function relay(text: string, earlier: readonly Bootstrap[]): Bootstrap[] {
  return [...earlier, relayAddress(text)]
}

function publicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) {
    return url
  }
  throw new InvalidArgumentError(
    'Give the address of a host without a path, such as https://kad.example.org.',
  )
}
