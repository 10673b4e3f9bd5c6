// The relay's command line: what can be said on it, and what is wrong with what was said.

import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { KadscopeError } from '../src/base/errors.ts'
import { CLASS_RULES, ROOM_NAME } from '../src/room/settings.ts'
import { version } from '../package.json'

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
  /** Folder for the identity. */
  data: string
  /** Print nothing but the address. */
  quiet: boolean
  /** Print envelopes as JSON lines instead of sentences. */
  json: boolean
}

/** The rules of every room of a relay; see `RoomSettings`. */
export type RoomLimits = typeof CLASS_RULES

/** The command line was not understood. */
export class UsageError extends KadscopeError {
  override name = 'UsageError'
}

/** The largest value that `--max-value` allows: 1 MiB, well below what one DHT message carries. */
const MAX_VALUE_BYTES = 1024 * 1024

/** The longest `--republish` and `--expire`, in seconds: a week. */
const MAX_SECONDS = 7 * 24 * 60 * 60

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
  data: string
  quiet?: true
  json?: true
}

/**
 * Reads the arguments that follow the program's name. Help and version are written with `print`,
 * and then there is nothing more to do: undefined.
 *
 * @throws UsageError when they cannot be understood, in one sentence
 */
export function parseOptions(
  args: readonly string[],
  print: (text: string) => void,
): RelayOptions | undefined {
  const command = describe().configureOutput({ writeOut: print, writeErr: () => undefined })
  try {
    command.parse(args, { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return undefined
    throw new UsageError(asSentence(thrown.message))
  }
  const said = command.opts<Parsed>()
  if (said.republish >= said.expire) {
    throw new UsageError(
      `--expire (${said.expire} s) must be longer than --republish (${said.republish} s), or records die before they are renewed.`,
    )
  }
  return {
    port: said.port,
    host: said.host,
    room: said.room,
    maxRooms: said.maxRooms,
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

function describe(): Command {
  const { k, alpha, disjointPaths, republishMs, expireMs, maxValueBytes } = CLASS_RULES
  return new Command('kadscope')
    .description('Introduces browser tabs to each other as peers of a Kademlia DHT, and shows it.')
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
    .option('--data <folder>', 'where the identity is kept', '.kadscope')
    .option('--quiet', 'print nothing but the address')
    .option('--json', 'print events as JSON lines')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this')
    .allowExcessArguments(false)
    .exitOverride()
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

function roomName(text: string): string {
  if (ROOM_NAME.test(text)) return text
  throw new InvalidArgumentError('Use 1 to 32 of a-z, 0-9 and -, beginning with a letter or digit.')
}

/** Commander's message, on one line and without its prefix, with where to read on. */
function asSentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\. (\w)/, (_, letter: string) => `: ${letter.toLowerCase()}`)
    .trim()
  const sentence = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.)]$/.test(sentence) ? sentence : `${sentence}: see --help.`
}
