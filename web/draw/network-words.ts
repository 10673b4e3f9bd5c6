// The sentence for what the pointer is over in the Network, and for the picture as a whole.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { livePeers, wireBetween, type Wire } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { countOf, formatMs } from './format.ts'
import { identify } from './identity.ts'
import type { NetworkLayout } from './network-frame.ts'
import { endsOfWire } from './network-wires.ts'
import type { PrefixGroup } from './prefix-groups.ts'
import { relaysOf } from './relays.ts'
import { dialerOf, PATH_WORDS, rateOf, ratesOf, rateWords } from './wires.ts'

/** What the pointer is over. */
export interface Hovered {
  readonly peer: PeerName | undefined
  /** The id of a wire's element: its two peer ids with a dash. */
  readonly wire: string | undefined
  /** The group whose members are not drawn one by one. */
  readonly group: PrefixGroup | undefined
  readonly layout: NetworkLayout
  readonly own: PeerName | undefined
  /** The source's time that is shown, in milliseconds. */
  readonly at: number
}

/** One sentence about it. */
export function hoverSentence(world: World, hovered: Hovered): string {
  if (hovered.peer !== undefined) return peerSentence(world, hovered.peer, hovered.own)
  if (hovered.group !== undefined) return groupSentence(hovered.group)
  const wire = hovered.wire === undefined ? undefined : wireOf(world, hovered.wire)
  if (wire !== undefined) return wireSentence(world, wire, hovered.at)
  const peers = livePeers(world).length
  return peers < 2 ? '' : `${countOf(peers, 'peer')} ${LAYOUT_SENTENCES[hovered.layout]}`
}

/** The wire that a line stands for; undefined where an end is a group. */
function wireOf(world: World, id: string): Wire | undefined {
  const { a, b } = endsOfWire(id)
  return wireBetween(world, a as PeerName, b as PeerName)
}

const LAYOUT_SENTENCES: Readonly<Record<NetworkLayout, string>> = {
  ring: 'on the ring of ids. A peer’s place and colour are its id.',
  force: 'drawn together by their wires. A peer’s colour is its id.',
  map: 'on the map of ids: each bit of an id halves it, left or right, top or bottom.',
}

function groupSentence({ digit, members }: PrefixGroup): string {
  return `${countOf(members.length, 'peer')} whose ids begin with ${digit}. Click to see them one by one.`
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

function wireSentence(world: World, wire: Wire, at: number): string {
  const dialer = dialerOf(world, wire)
  const ends = dialer === wire.b ? [wire.b, wire.a] : [wire.a, wire.b]
  const [first = '', second = ''] = ends.map((end) => identify(world, end).name)
  const names = dialer === undefined ? `${first} and ${second}` : `${first} dialed ${second}`
  const rates = ratesOf(world, at)
  const rate = rateWords(rateOf(rates, wire.a, wire.b) + rateOf(rates, wire.b, wire.a))
  const age = formatMs(Math.max(0, at - wire.openedAt))
  return `${names}: ${PATH_WORDS[wire.path]}, for ${age}; ${rate}.`
}
