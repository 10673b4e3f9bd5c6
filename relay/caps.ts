// The relay's own caps, in place of libp2p's: kad-dht does not run over connections that those limit.

import type { Clock } from '../src/base/clock.ts'
import { KadscopeError } from '../src/base/errors.ts'
import { createByteCaps, type ByteCaps } from './byte-caps.ts'
import {
  createRelayedCaps,
  MAX_RELAYED,
  MAX_RELAYED_PER_PEER,
  type RelayedCaps,
} from './relayed-caps.ts'
import type { Door } from './shared-port-transport.ts'

/** How much a relay takes on. */
export interface CapLimits {
  /** Peers that are connected at once. */
  peers: number
  /** Bytes a second that one peer may send; it can save up four seconds' worth. */
  bytesPerPeer: number
  /** Bytes a second that all peers together may send. */
  bytes: number
}

/** What a class of 100 behind one address needs several times over. */
export const DEFAULT_CAPS: CapLimits = {
  peers: 600,
  bytesPerPeer: 1024 * 1024,
  bytes: 32 * 1024 * 1024,
}

/** Connections of one peer at once: a reloaded tab leaves an old one behind for a moment. */
export const MAX_CONNECTIONS_PER_PEER = 4

/** The relay has as many peers as it takes. */
export class RelayFullError extends KadscopeError {
  override name = 'RelayFullError'
  constructor(peers: number) {
    super(
      `This relay is full (${peers} of ${peers} peers): wait until one has left, join through another relay, or start the relay with a greater --max-peers.`,
    )
  }
}

/** A peer opened more connections than it needs; its oldest was closed. */
export class TooManyConnectionsError extends KadscopeError {
  override name = 'TooManyConnectionsError'
  constructor() {
    super(`A peer may have ${MAX_CONNECTIONS_PER_PEER} connections to the relay: use one of them.`)
  }
}

/** What is used of the caps, as the health report shows it. */
export interface CapsReport {
  peers: { now: number; most: number; refused: number }
  relayed: { now: number; most: number; mostPerPeer: number; refused: number }
  /** `held` counts how often somebody had to wait. */
  bytesPerSecond: { now: number; most: number; mostPerPeer: number; held: number }
}

/** The caps of one relay. */
export interface Caps {
  readonly limits: CapLimits
  readonly bytes: ByteCaps
  readonly relayed: RelayedCaps
  /** For the transport: who may come in. */
  readonly door: Door
  /** @throws RelayFullError when nobody else can come in now */
  assertRoom(): void
  report(): CapsReport
}

/** Makes the caps of a relay. */
export function createCaps(limits: CapLimits, clock: Clock): Caps {
  const bytes = createByteCaps({ perPeer: limits.bytesPerPeer, inAll: limits.bytes, clock })
  const relayed = createRelayedCaps()
  let peers = 0
  let refused = 0
  return {
    limits,
    bytes,
    relayed,
    door: {
      hasRoom(sockets) {
        if (sockets < limits.peers) return true
        refused += 1
        return false
      },
      enter: () => bytes.open(),
      onChange(sockets) {
        peers = sockets
      },
    },
    assertRoom() {
      if (peers < limits.peers) return
      refused += 1
      throw new RelayFullError(limits.peers)
    },
    report: () => ({
      peers: { now: peers, most: limits.peers, refused },
      relayed: {
        now: relayed.count(),
        most: MAX_RELAYED,
        mostPerPeer: MAX_RELAYED_PER_PEER,
        refused: relayed.refused(),
      },
      bytesPerSecond: {
        now: Math.round(bytes.rate()),
        most: limits.bytes,
        mostPerPeer: limits.bytesPerPeer,
        held: bytes.held(),
      },
    }),
  }
}
