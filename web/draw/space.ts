// The id space as seen from one place: who is in which half of what is left, known or not.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { commonPrefixLength } from '../../src/kad/metric.ts'
import { prefixOf, siblingOf } from '../../src/kad/prefix.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { Contact, Peer, World } from '../../src/world/world.ts'
import { countOf } from './format.ts'
import { CELLS, SIX, type Scale } from './magnifier.ts'

/** From where distance is measured: a peer with its table, or a key, which has none. */
export interface Viewpoint {
  readonly kadId: KadId
  readonly peerId: PeerName | undefined
  readonly contacts: ReadonlyMap<PeerName, Contact> | undefined
}

/** The ids that share exactly so many bits with the viewpoint: one bucket of the textbook. */
export interface Half {
  readonly sharedBits: number
  readonly prefix: string
  /** The live peers in it, in the order of their ids. */
  readonly peers: readonly Peer[]
  /** Those of the viewpoint's table; none for a key. */
  readonly contacts: readonly Contact[]
  readonly words: string
}

/** More halves than these would be too small to be seen. */
const MOST_HALVES = 24

/** Half of the space, half of what is left and so on, down to the nearest peer and one step further. */
export function halvesOf(world: World, viewpoint: Viewpoint, scale: Scale): Half[] {
  const others = livePeers(world)
    .filter((peer) => peer.kadId !== viewpoint.kadId)
    .sort((a, b) => (a.kadId < b.kadId ? -1 : 1))
  const shared = others.map((peer) => commonPrefixLength(peer.kadId, viewpoint.kadId))
  const deepest = Math.max(-1, ...shared) + 2
  const depth = scale === 'six' ? SIX : Math.min(MOST_HALVES, Math.max(3, deepest))
  return Array.from({ length: depth }, (_, sharedBits) => {
    const peers = others.filter((_, index) => shared[index] === sharedBits)
    const contacts = [...(viewpoint.contacts?.values() ?? [])].filter(
      ({ kadId }) => commonPrefixLength(kadId, viewpoint.kadId) === sharedBits,
    )
    return {
      sharedBits,
      prefix: siblingOf(prefixOf(viewpoint.kadId, sharedBits + 1)),
      peers,
      contacts,
      words: `${partWords(sharedBits, scale)} · ${reachWords(viewpoint, contacts.length, peers.length)}`,
    }
  })
}

/** The share of the space in words: half of all ids, 1/4, or how many of the 64 places. */
export function partWords(sharedBits: number, scale: Scale): string {
  const parts = 2 ** (sharedBits + 1)
  if (scale === 'six') return `${(CELLS / parts).toString()} of ${CELLS.toString()} places`
  return sharedBits === 0 ? 'half of all ids' : `1/${parts.toString()}`
}

function reachWords({ contacts }: Viewpoint, known: number, inReach: number): string {
  if (inReach === 0) return 'nobody there'
  const peers = countOf(inReach, 'peer')
  return contacts === undefined ? peers : `knows ${known.toString()} of ${peers}`
}
