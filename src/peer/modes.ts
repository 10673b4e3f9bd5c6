// What a peer does for others: serve, only ask, or route without keeping records. It can change at any time.

import type { Clock } from '../base/clock.ts'
import type { Mode } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { KadAdapter } from './kad-adapter.ts'
import type { TableWatch } from './table-watch.ts'
import type { Teller } from './teller.ts'

/**
 * How long a peer that does not speak the DHT's protocol is kept out of the table, in
 * milliseconds: it answers pings, and others still name it.
 */
const CLIENT_MS = 30_000

/** The mode of a peer, and what it knows of that of others. */
export interface Modes {
  now(): Mode
  /** Whether a peer was found to answer nobody, a short while ago. */
  isClient(peer: PeerName): boolean
  /** Takes up another mode; copies that it cannot keep are handed to others first. */
  set(mode: Mode): Promise<void>
  stop(): void
}

export interface ModesInit {
  readonly kad: Pick<KadAdapter, 'dht'>
  readonly table: Pick<TableWatch, 'remove'>
  readonly teller: Pick<Teller, 'on' | 'tell'>
  readonly clock: Clock
  /** @default server */
  readonly mode: Mode | undefined
  /** Gives all copies to others. */
  readonly handOver: () => Promise<void>
}

/** The mode in which kad-dht runs: it knows no routers. */
export function kadModeOf(mode: Mode): 'client' | 'server' {
  return mode === 'client' ? 'client' : 'server'
}

/** Keeps the mode of a peer, and clients out of its table: they answer nobody. */
export function createModes({ kad, table, teller, clock, handOver, ...init }: ModesInit): Modes {
  let mode: Mode = init.mode ?? 'server'
  /** When each was last found to be one. */
  const clients = new Map<PeerName, number>()
  const stop = teller.on('rpc.failed', ({ to, error }) => {
    if (error !== 'UnsupportedProtocolError') return
    clients.set(to, clock.now())
    void table.remove(to, 'client')
  })
  return {
    now: () => mode,
    isClient(peer) {
      const foundAt = clients.get(peer)
      if (foundAt === undefined) return false
      if (clock.now() - foundAt < CLIENT_MS) return true
      clients.delete(peer)
      return false
    },
    async set(next) {
      if (next === mode) return
      mode = next
      await kad.dht.setMode(kadModeOf(next))
      teller.tell({ kind: 'peer.mode.changed', mode: next })
      if (next !== 'server') await handOver()
    },
    stop,
  }
}
