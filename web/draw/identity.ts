// Who a peer is on the page: name, digits and hue, also of peers that have only been mentioned.

import type { Agent } from '../../src/event/schema.ts'
import { kadIdOfPeer, type KadId, type PeerName } from '../../src/kad/kad-id.ts'
import { huePosition, nickname, shortHex } from '../../src/kad/nickname.ts'
import type { World } from '../../src/world/world.ts'

/** What is shown of a peer. */
export interface Identity {
  readonly peerId: PeerName
  readonly kadId: KadId
  readonly name: string
  /** Four hex digits of the kad id. */
  readonly short: string
  /** Degrees. */
  readonly hue: number
  readonly live: boolean
  readonly agent: Agent | undefined
}

/** Hashing is dear and a peer's kad id never changes. */
const kadIds = new Map<PeerName, KadId>()

/** What is shown of a peer, known to the World or not. */
export function identify(world: World, peerId: PeerName): Identity {
  const peer = world.peers.get(peerId)
  const kadId = peer?.kadId ?? rememberedKadId(peerId)
  return {
    peerId,
    kadId,
    name: peer?.name ?? nickname(kadId),
    short: shortHex(kadId),
    hue: hueOf(kadId),
    live: peer?.live ?? false,
    agent: peer?.agent,
  }
}

/** The hue of an id: its position in the id space, in degrees. */
export function hueOf(id: KadId): number {
  return huePosition(id) * 360
}

function rememberedKadId(peer: PeerName): KadId {
  const known = kadIds.get(peer)
  if (known !== undefined) return known
  const kadId = kadIdOfPeer(peer)
  if (kadIds.size > 5000) kadIds.clear()
  kadIds.set(peer, kadId)
  return kadId
}
