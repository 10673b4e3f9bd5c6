// The sentence for what the pointer is over in the Network, and for the picture as a whole.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { livePeers, wires, type Wire } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { countOf, formatMs } from './format.ts'
import { identify } from './identity.ts'
import { relaysOf } from './relays.ts'
import { PATH_WORDS } from './wires.ts'

/** What the pointer is over. */
export interface Hovered {
  readonly peer: PeerName | undefined
  /** The id of a wire's element: its two peer ids with a dash. */
  readonly wire: string | undefined
  readonly own: PeerName | undefined
  /** The source's time that is shown, in milliseconds. */
  readonly at: number
}

/** One sentence about it. */
export function hoverSentence(world: World, hovered: Hovered): string {
  if (hovered.peer !== undefined) return peerSentence(world, hovered.peer, hovered.own)
  const wire =
    hovered.wire === undefined
      ? undefined
      : wires(world).find(({ a, b }) => `${a}-${b}` === hovered.wire)
  if (wire !== undefined) return wireSentence(world, wire, hovered.at)
  const peers = livePeers(world).length
  if (peers < 2) return ''
  return `${countOf(peers, 'peer')} on the ring of ids. A peer’s place and colour are its id.`
}

function peerSentence(world: World, name: PeerName, own: PeerName | undefined): string {
  const { name: nick, short } = identify(world, name)
  const peer = world.peers.get(name)
  const you = name === own ? ', you' : relaysOf(world).has(name) ? ', the relay' : ''
  const start = `${nick} ${short}${you}`
  if (peer?.heard !== true) return `${start}: has not told anything itself yet.`
  const knows = `knows ${countOf(peer.contacts.size, 'peer')}`
  const holds = `holds ${countOf(peer.holds.size, 'record')}`
  return `${start}: ${knows}, ${holds}, has asked ${countOf(peer.sent, 'time')} and answered ${countOf(peer.served, 'time')}.`
}

function wireSentence(world: World, { a, b, path, openedAt }: Wire, at: number): string {
  const names = `${identify(world, a).name} and ${identify(world, b).name}`
  return `${names}: ${PATH_WORDS[path]}, for ${formatMs(Math.max(0, at - openedAt))}.`
}
