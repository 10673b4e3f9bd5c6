// The mesh: finds a wire to any peer of the room, makes it direct where it can, and keeps one a pair.

import type { Connection, PeerId } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import type { Cancel } from '../base/clock.ts'
import { KadscopeError } from '../base/errors.ts'
import { override } from '../peer/override.ts'
import { pathOf } from '../peer/wires.ts'
import type { DirectAttempt } from './diagnosis.ts'
import type { MeshInit } from './mesh-init.ts'
import { createOtherRelays } from './other-relays.ts'
import { createUpgrades, type Upgrades } from './upgrades.ts'
import { bestOf, isDirect, spareOf } from './wire-choice.ts'

/** No wire to a peer could be had. */
export class PeerUnreachableError extends KadscopeError {
  override name = 'PeerUnreachableError'
  constructor(peer: string) {
    super(`${peer} cannot be reached: it has left, or no relay knows both of you.`)
  }
}

/** The longest that a relayed dial may take, in milliseconds. */
const REACH_MS = 3_000

/** For so long a peer that could not be reached is not dialed again, in milliseconds. */
const UNREACHABLE_MS = 2_000

/** A direct wire older than this is stale when its peer comes in over the relay, in milliseconds. */
const STALE_MS = 2_000

/** How long a spare wire may go on to finish what runs on it, in milliseconds. */
const RETIRE_MS = 4_000
const RETIRE_POLL_MS = 200

/** Wires to the peers of a room. */
export interface Mesh {
  /** The connection manager to give to kad-dht and ping: their streams take the best wire there is. */
  readonly connectionManager: ConnectionManager
  /** The open connection that is used for `peer`, if any. */
  best(peer: PeerId): Connection | undefined
  /** Whether a direct wire to `peer` may still come up. */
  mayBecomeDirect(peer: PeerId): boolean
  /** What was tried to get direct wires, see diagnosis.ts. */
  attempts(): DirectAttempt[]
  connectionsMade(): number
  stop(): void
}

/** Begins to look after the wires of `init.components`. */
export function createMesh(init: MeshInit): Mesh {
  const { components, clock } = init
  const { connectionManager, events } = components
  const own = components.peerId.toString()
  const attempts = new Map<string, Promise<Connection>>()
  const unreachable = new Map<string, number>()
  const retiring = new Map<string, Cancel>()
  const upgrades: Upgrades = createUpgrades({ ...init, best })
  const otherRelays = createOtherRelays(init)

  function best(peer: PeerId): Connection | undefined {
    return bestOf(connectionManager.getConnections(peer))
  }

  /** The best wire to `peer`; dials where there is none. All who wait share one attempt. */
  function reach(peer: PeerId): Promise<Connection> {
    const existing = best(peer)
    if (existing !== undefined) return Promise.resolve(existing)
    const name = peer.toString()
    const running = attempts.get(name)
    if (running !== undefined) return running
    if ((unreachable.get(name) ?? 0) > clock.now()) {
      return Promise.reject(new PeerUnreachableError(name))
    }
    const attempt = dialOrWait(peer).finally(() => attempts.delete(name))
    attempts.set(name, attempt)
    attempt.catch(() => unreachable.set(name, clock.now() + UNREACHABLE_MS))
    return attempt
  }

  /** Dials, and takes a wire that the other side opens meanwhile. */
  function dialOrWait(peer: PeerId): Promise<Connection> {
    const done = new AbortController()
    return new Promise<Connection>((resolve, reject) => {
      const cancel = clock.after(REACH_MS, () => {
        reject(new PeerUnreachableError(peer.toString()))
      })
      const signal = done.signal
      signal.addEventListener('abort', cancel)
      events.addEventListener(
        'connection:open',
        ({ detail }) => {
          if (detail.remotePeer.equals(peer)) resolve(detail)
        },
        { signal },
      )
      dial(peer, signal).then(resolve, reject)
    }).finally(() => {
      done.abort()
    })
  }

  /** Tries the peer's own WebSocket addresses, then each relay, its own last, until one answers. */
  async function dial(peer: PeerId, signal: AbortSignal): Promise<Connection> {
    for (const address of [...(await socketsOf(peer)), ...circuitsTo(peer)]) {
      try {
        return await components.transportManager.dial(address, { signal })
      } catch {
        if (signal.aborted) break
      }
    }
    const connection = signal.aborted ? undefined : await otherRelays.dial(peer, signal)
    if (connection !== undefined) return connection
    throw new PeerUnreachableError(peer.toString())
  }

  async function socketsOf(peer: PeerId): Promise<Multiaddr[]> {
    const known = await components.peerStore.get(peer).catch(() => undefined)
    return (known?.addresses ?? [])
      .map((address) => address.multiaddr)
      .filter((address) => /\/(ws|wss)(\/p2p\/[^/]+)?$/.test(address.toString()))
      .map((address) =>
        address.toString().includes('/p2p/')
          ? address
          : multiaddr(`${address.toString()}/p2p/${peer.toString()}`),
      )
  }

  function circuitsTo(peer: PeerId): Multiaddr[] {
    return init
      .relays()
      .filter((relay) => !relay.toString().endsWith(`/p2p/${peer.toString()}`))
      .map((relay) => multiaddr(`${relay.toString()}/p2p-circuit/p2p/${peer.toString()}`))
  }

  function onOpen({ detail: connection }: CustomEvent<Connection>): void {
    const peer = connection.remotePeer
    unreachable.delete(peer.toString())
    const others = connectionManager.getConnections(peer).filter((other) => other !== connection)
    if (pathOf(connection) === 'relayed' && connection.direction === 'inbound') {
      // Who has a direct wire does not come in over the relay: a reloaded page, or one that
      // slept, has lost its end of the old one.
      const now = Date.now()
      for (const other of others) {
        if (isDirect(other) && now - other.timeline.open > STALE_MS) {
          other.abort(new Error('replaced by a new connection of the same peer'))
        }
      }
    }
    for (const spare of spareOf([...others, connection], own, peer.toString())) retire(spare)
  }

  /** Closes a spare wire once nothing runs on it any more. */
  function retire(connection: Connection): void {
    if (retiring.has(connection.id)) return
    const deadline = clock.now() + RETIRE_MS
    const poll = (): void => {
      retiring.delete(connection.id)
      if (connection.status !== 'open') return
      if (connection.streams.length > 0 && clock.now() < deadline) {
        retiring.set(connection.id, clock.after(RETIRE_POLL_MS, poll))
        return
      }
      connection.close().catch((error: unknown) => {
        connection.abort(error instanceof Error ? error : new Error('spare wire'))
      })
    }
    retiring.set(connection.id, clock.after(RETIRE_POLL_MS, poll))
  }

  events.addEventListener('connection:open', onOpen)

  return {
    connectionManager: override(connectionManager, {
      async openStream(target, protocol, options) {
        if (!isPeerId(target)) return connectionManager.openStream(target, protocol, options)
        const first = await untilAborted(reach(target), options?.signal)
        try {
          return await first.newStream(protocol, options)
        } catch (error) {
          // The wire closed under us, as a relayed one does when the direct one is up.
          const second = best(target)
          if (options?.signal?.aborted === true || second === undefined || second === first) {
            throw error
          }
          return second.newStream(protocol, options)
        }
      },
      isDialable: (addresses) => Promise.resolve(!Array.isArray(addresses) || addresses.length > 0),
    }),
    best,
    mayBecomeDirect: (peer) => upgrades.mayBecomeDirect(peer),
    attempts: () => upgrades.attempts(),
    connectionsMade: () => upgrades.connectionsMade(),
    stop() {
      events.removeEventListener('connection:open', onOpen)
      for (const cancel of retiring.values()) cancel()
      upgrades.stop()
    },
  }
}

function isPeerId(target: unknown): target is PeerId {
  return typeof target === 'object' && target !== null && 'toMultihash' in target
}

/** The promise's outcome, or the signal's reason when that aborts first. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    }
    if (signal.aborted) {
      onAbort()
      return
    }
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort)
    })
  })
}
