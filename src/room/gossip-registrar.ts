// Gives gossipsub one steady wire to each peer, whatever the mesh does with the others.
//
// gossipsub opens its stream on the first connection to a peer and, when that closes while
// another is open, never opens one again. So it is told of a peer when the peer's wire has
// settled, and told anew when the wire it was given closes.

import type { Connection, IdentifyResult, PeerId, Topology } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Cancel, Clock } from '../base/clock.ts'
import { override } from '../peer/override.ts'
import type { Mesh } from './mesh.ts'
import { isDirect } from './wire-choice.ts'

/** How long a relayed wire is given to become direct before gossip takes it, in milliseconds. */
const SETTLE_MS = 6_000

type Registrar = KadDHTComponents['registrar']

interface Member {
  readonly peer: PeerId
  readonly protocols: Set<string>
  /** The connection that gossipsub knows of. */
  given: Connection | undefined
  cancel: Cancel | undefined
}

/** A registrar for gossipsub on top of `components.registrar`. */
export function createGossipRegistrar(
  components: Pick<KadDHTComponents, 'registrar' | 'events'>,
  mesh: () => Mesh,
  clock: Clock,
): Registrar {
  const { registrar, events } = components
  const topologies = new Map<string, { protocol: string; topology: Topology }>()
  const members = new Map<string, Member>()
  let count = 0

  function give(member: Member, connection: Connection): void {
    member.cancel?.()
    member.cancel = undefined
    member.given = connection
    for (const { protocol, topology } of topologies.values()) {
      if (member.protocols.has(protocol)) void topology.onConnect?.(member.peer, connection)
    }
  }

  function take(member: Member): void {
    if (member.given === undefined) return
    member.given = undefined
    for (const { protocol, topology } of topologies.values()) {
      if (member.protocols.has(protocol)) void topology.onDisconnect?.(member.peer)
    }
  }

  /** Gives the member's best wire to gossipsub, at once or when it has settled. */
  function settle(member: Member): void {
    if (member.given?.status === 'open') return
    const best = mesh().best(member.peer)
    if (best === undefined) return
    if (isDirect(best) || !mesh().mayBecomeDirect(member.peer)) {
      give(member, best)
      return
    }
    member.cancel ??= clock.after(SETTLE_MS, () => {
      member.cancel = undefined
      const latest = mesh().best(member.peer)
      if (member.given === undefined && latest !== undefined) give(member, latest)
    })
  }

  events.addEventListener('peer:identify', ({ detail }: CustomEvent<IdentifyResult>) => {
    const name = detail.peerId.toString()
    const member = members.get(name) ?? {
      peer: detail.peerId,
      protocols: new Set<string>(),
      given: undefined,
      cancel: undefined,
    }
    members.set(name, member)
    for (const protocol of detail.protocols) member.protocols.add(protocol)
    settle(member)
  })
  events.addEventListener('connection:close', ({ detail }: CustomEvent<Connection>) => {
    const member = members.get(detail.remotePeer.toString())
    if (member?.given?.id !== detail.id) return
    take(member)
    settle(member)
  })
  events.addEventListener('peer:disconnect', ({ detail }: CustomEvent<PeerId>) => {
    const member = members.get(detail.toString())
    if (member === undefined) return
    member.cancel?.()
    take(member)
    members.delete(detail.toString())
  })

  return override(registrar, {
    register(protocol: string, topology: Topology) {
      const id = `gossip-${count++}`
      topologies.set(id, { protocol, topology })
      return Promise.resolve(id)
    },
    unregister(id: string) {
      topologies.delete(id)
    },
  })
}
