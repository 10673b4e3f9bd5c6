// The wires of a peer: tells each that opens or closes to another peer of the same DHT.

import type { Connection, IdentifyResult } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Direction, Path } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { nameOf } from './peer-ids.ts'
import type { Tell } from './teller.ts'

/** One end of a wire. */
export interface Wire {
  readonly connection: string
  readonly remote: PeerName
  readonly path: Path
  readonly direction: Direction
}

/** The wires that are open now. */
export interface Wires {
  list(): Wire[]
  /** Whether one of them goes to this peer. */
  has(remote: PeerName): boolean
  stop(): void
}

/** What kind of wire a connection is, read from the address at its other end. */
export function pathOf(connection: Connection): Path {
  const address = connection.remoteAddr.toString()
  if (address.includes('/webrtc')) return 'webrtc'
  if (address.includes('/p2p-circuit')) return 'relayed'
  if (address.includes('/memory/')) return 'virtual'
  return 'websocket'
}

/**
 * Tells of wires to peers that speak `protocol`: what they speak is known once they have
 * identified themselves, so a wire is told then.
 */
export function watchWires(
  events: KadDHTComponents['events'],
  protocol: string,
  tell: Tell,
): Wires {
  const open = new Map<string, Wire>()
  /** How many go to each peer: there may be two for a while. */
  const remotes = new Map<PeerName, number>()

  const onIdentify = ({ detail }: CustomEvent<IdentifyResult>): void => {
    const { connection, protocols } = detail
    if (!protocols.includes(protocol) || open.has(connection.id) || connection.status !== 'open') {
      return
    }
    const wire: Wire = {
      connection: connection.id,
      remote: nameOf(connection.remotePeer),
      path: pathOf(connection),
      direction: connection.direction === 'inbound' ? 'in' : 'out',
    }
    open.set(connection.id, wire)
    remotes.set(wire.remote, (remotes.get(wire.remote) ?? 0) + 1)
    const { remote, path, direction } = wire
    tell({ kind: 'connection.opened', connection: wire.connection, remote, path, direction })
  }
  const onClose = (event: CustomEvent<Connection>): void => {
    const wire = open.get(event.detail.id)
    if (wire === undefined) return
    open.delete(wire.connection)
    const left = (remotes.get(wire.remote) ?? 0) - 1
    if (left > 0) remotes.set(wire.remote, left)
    else remotes.delete(wire.remote)
    tell({ kind: 'connection.closed', connection: wire.connection, remote: wire.remote })
  }
  events.addEventListener('peer:identify', onIdentify)
  events.addEventListener('connection:close', onClose)
  return {
    list: () => [...open.values()],
    has: (remote) => remotes.has(remote),
    stop() {
      events.removeEventListener('peer:identify', onIdentify)
      events.removeEventListener('connection:close', onClose)
    },
  }
}
