// The mesh: finds a wire to any peer of the room, makes it direct where it can, and keeps one a pair.

import type { Connection, PeerId } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Cancel } from '../base/clock.ts'
import { holdLimit } from '../base/limited-signal.ts'
import { untilAborted } from '../base/until-aborted.ts'
import { override } from '../peer/override.ts'
import { pathOf } from '../peer/wires.ts'
import type { DirectAttempt } from './diagnosis.ts'
import { createEagerStreams } from './eager-streams.ts'
import { createKeptStreams } from './kept-streams.ts'
import type { MeshInit } from './mesh-init.ts'
import { createReach } from './reach.ts'
import { isDhtProtocol } from './settings.ts'
import { createUpgrades, type Upgrades } from './upgrades.ts'
import { bestOf, isDirect, spareOf } from './wire-choice.ts'

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
  /** Whether a relayed wire that `peer` begins is to be refused, see reach.ts. */
  refuses(peer: PeerId): boolean
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
  const retiring = new Map<string, Cancel>()
  /** When a stream was last asked for, in milliseconds on the own clock. */
  let usedAt = -Infinity
  const streams = createEagerStreams(events)
  const kept = createKeptStreams({ clock, open: streams.open })
  const reach = createReach({ ...init, best })
  const upgrades: Upgrades = createUpgrades({
    ...init,
    best,
    usedAt: () => usedAt,
    reachMs: () => reach.tookMs(),
  })

  function best(peer: PeerId): Connection | undefined {
    return bestOf(connectionManager.getConnections(peer))
  }

  /**
   * Waits for a first wire, for which `reach` has limits of its own: a request's time begins with it.
   * Whoever is busy enough to be slow with wires may be as slow to answer, and is no more dead.
   */
  async function firstWire(peer: PeerId, signal: AbortSignal | undefined): Promise<Connection> {
    const goOn = holdLimit(signal)
    try {
      return await untilAborted(reach.to(peer), signal)
    } finally {
      goOn(reach.tookMs())
    }
  }

  function onOpen({ detail: connection }: CustomEvent<Connection>): void {
    const peer = connection.remotePeer
    reach.opened(peer)
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
    kept.leave(connection)
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
        usedAt = clock.now()
        const { open } = [protocol].flat().every(isDhtProtocol) ? kept : streams
        const first = best(target) ?? (await firstWire(target, options?.signal))
        try {
          return await open(first, protocol, options)
        } catch (error) {
          // The wire closed under us, as a relayed one does when the direct one is up.
          const second = best(target)
          if (options?.signal?.aborted === true || second === undefined || second === first) {
            throw error
          }
          return open(second, protocol, options)
        }
      },
      isDialable: (addresses) => Promise.resolve(!Array.isArray(addresses) || addresses.length > 0),
    }),
    best,
    refuses: (peer) => reach.refuses(peer),
    mayBecomeDirect: (peer) => upgrades.mayBecomeDirect(peer),
    attempts: () => upgrades.attempts(),
    connectionsMade: () => upgrades.connectionsMade(),
    stop() {
      events.removeEventListener('connection:open', onOpen)
      streams.stop()
      for (const cancel of retiring.values()) cancel()
      upgrades.stop()
    },
  }
}

function isPeerId(target: unknown): target is PeerId {
  return typeof target === 'object' && target !== null && 'toMultihash' in target
}
