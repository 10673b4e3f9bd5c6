// A registrar in memory: who handles a protocol, and who wants to hear of peers that speak one.

import type {
  Connection,
  PeerId,
  StreamHandler,
  StreamHandlerOptions,
  StreamHandlerRecord,
  Topology,
} from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

/** A registrar, and what only the fabric asks of it. */
export interface Registry {
  readonly registrar: Registrar
  handler(protocol: string): StreamHandlerRecord | undefined
  /** The same list until they change. */
  protocols(): string[]
  connected(peer: PeerId, protocols: readonly string[], connection: Connection): void
  disconnected(peer: PeerId): void
}

/** Makes an empty registrar. */
export function createRegistry(): Registry {
  const handlers = new Map<string, StreamHandlerRecord>()
  const topologies = new Map<string, { protocol: string; topology: Topology }>()
  let count = 0
  let protocols: string[] | undefined

  const registrar = {
    handle(protocol: string, handler: StreamHandler, options: StreamHandlerOptions = {}) {
      handlers.set(protocol, { handler, options })
      protocols = undefined
      return Promise.resolve()
    },
    unhandle(given: string | string[]) {
      for (const protocol of [given].flat()) handlers.delete(protocol)
      protocols = undefined
      return Promise.resolve()
    },
    register(protocol: string, topology: Topology) {
      const id = String(count++)
      topologies.set(id, { protocol, topology })
      return Promise.resolve(id)
    },
    unregister(id: string) {
      topologies.delete(id)
    },
    getProtocols: () => [...handlers.keys()],
    getMiddleware: () => [],
  }

  return {
    registrar: registrar as unknown as Registrar,
    handler: (protocol) => handlers.get(protocol),
    protocols: () => (protocols ??= [...handlers.keys()]),
    connected(peer, spoken, connection) {
      for (const { protocol, topology } of topologies.values()) {
        if (spoken.includes(protocol)) void topology.onConnect?.(peer, connection)
      }
    },
    disconnected(peer) {
      for (const { topology } of topologies.values()) void topology.onDisconnect?.(peer)
    },
  }
}
