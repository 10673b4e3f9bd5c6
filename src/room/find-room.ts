// Asks relays for a room's settings, and says in plain words when none answers.

import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import * as v from 'valibot'
import { KadscopeError } from '../base/errors.ts'
import { isPeerName, type PeerName } from '../kad/kad-id.ts'
import { parseAddress } from './relay-link.ts'
import { roomSettingsSchema, type RoomSettings } from './settings.ts'

/** How long a relay may take to answer, in milliseconds. */
const ANSWER_MS = 4_000

/** A bootstrap is neither the URL of a relay nor a multiaddr with one. */
export class InvalidBootstrapError extends KadscopeError {
  override name = 'InvalidBootstrapError'
  constructor(text: string) {
    super(
      `"${text.slice(0, 80)}" is not a relay's address: give a URL such as http://192.168.1.5:8080, or a multiaddr.`,
    )
  }
}

/** A relay did not answer. */
export class RelayUnreachableError extends KadscopeError {
  override name = 'RelayUnreachableError'
  constructor(url: string) {
    super(`The relay at ${url} does not answer: is it running, and is the address right?`)
  }
}

/** A relay answered, but not as a Kadscope relay does, or with a refusal. */
export class RelayRefusedError extends KadscopeError {
  override name = 'RelayRefusedError'
}

/** A web server answered that is no relay, as where the page lies on a plain file host. */
export class NoRelayError extends RelayRefusedError {
  override name = 'NoRelayError'
}

/** Where a relay is asked for settings, and where it is dialed. */
export interface Bootstrap {
  /** The relay's web address, without a slash at the end. */
  readonly url: string
  /** Its libp2p addresses when they were given, instead of those in its settings. */
  readonly multiaddrs: readonly Multiaddr[] | undefined
}

/**
 * Reads a bootstrap as users give it: `http://host:port` or `/ip4/…/tcp/…/ws/p2p/…`. A relay
 * serves its API and its libp2p WebSocket on one port, so each tells the other.
 *
 * @throws InvalidBootstrapError
 */
export function parseBootstrap(text: string): Bootstrap {
  if (text.startsWith('/')) {
    const address = parseAddress(text)
    const match = /^\/(?:ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/(\d+)\/(tls\/)?(wss?)/.exec(text)
    const [, host, port, tls, socket] = match ?? []
    if (address === undefined || host === undefined || port === undefined) {
      throw new InvalidBootstrapError(text)
    }
    const scheme = tls !== undefined || socket === 'wss' ? 'https' : 'http'
    const name = host.includes(':') ? `[${host}]` : host
    return { url: `${scheme}://${name}:${port}`, multiaddrs: [address] }
  }
  try {
    const url = new URL(text)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new InvalidBootstrapError(text)
    return { url: url.origin, multiaddrs: undefined }
  } catch {
    throw new InvalidBootstrapError(text)
  }
}

/** An invitation by a peer that is already in: its relay, and who it is. */
export interface Invitation {
  readonly bootstrap: Bootstrap
  readonly peer: PeerName
}

/**
 * Reads an invitation: a peer's address through a relay,
 * `/ip4/…/tcp/…/ws/p2p/<relay>/p2p-circuit/p2p/<peer>`.
 *
 * @throws InvalidBootstrapError
 */
export function parseInvitation(text: string): Invitation {
  const [relay = '', peer = ''] = text.split(/\/p2p-circuit(?:\/webrtc)?\/p2p\//)
  if (!isPeerName(peer)) throw new InvalidBootstrapError(text)
  return { bootstrap: parseBootstrap(relay), peer }
}

/**
 * Asks one relay for the settings of a room.
 *
 * @param room its name; the relay's own default when undefined
 * @throws RelayUnreachableError, RelayRefusedError
 */
export async function fetchSettings(
  { url }: Bootstrap,
  room: string | undefined,
  signal: AbortSignal,
): Promise<RoomSettings> {
  const query = room === undefined ? '' : `?room=${encodeURIComponent(room)}`
  let response: Response
  let body: unknown
  try {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])
    response = await fetch(`${url}/api/room${query}`, { signal: timeout })
    body = await response.json()
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new NoRelayError(`What answers at ${url} is not a Kadscope relay.`)
    }
    throw new RelayUnreachableError(url)
  }
  if (!response.ok) throw new RelayRefusedError(refusalOf(body) ?? `${url} refused to answer.`)
  const settings = v.safeParse(roomSettingsSchema, body)
  if (!settings.success) {
    throw new RelayRefusedError(`What answers at ${url} is not a Kadscope relay of this version.`)
  }
  return settings.output
}

function refusalOf(body: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ message: v.pipe(v.string(), v.maxLength(300)) }), body)
  return parsed.success ? parsed.output.message : undefined
}

/** The relay's libp2p addresses, those given or those in its settings. */
export function addressesOf(bootstrap: Bootstrap, settings: RoomSettings): readonly Multiaddr[] {
  return bootstrap.multiaddrs ?? settings.multiaddrs.map((address) => multiaddr(address))
}
