// The Network as a bare graph, in an order that does not depend on who came when.

import type { World } from '../../src/world/world.ts'
import { livePeers } from '../../src/world/selectors.ts'
import { ON_THE_RING, type NetworkFrame } from './network-frame.ts'
import { linesOf } from './network-wires.ts'
import { nodeOf, prefixGroups } from './prefix-groups.ts'

/** The nodes that are drawn, in order, and which of them are joined, drawn or not. */
export function networkGraph(
  world: World,
  frame: NetworkFrame,
): { readonly nodes: string[]; readonly edges: [string, string][] } {
  const live = livePeers(world)
  const focus = frame.own === undefined ? frame.selected : [...frame.selected, frame.own]
  const { opened } = frame.arrangement ?? ON_THE_RING
  const groups = prefixGroups(live, { opened, focus })
  const nodes = new Map(live.map((peer) => [peer.peerId, nodeOf(peer, groups)]))
  return {
    nodes: [...new Set(nodes.values())].sort(),
    edges: linesOf(live, nodes)
      .lines.map(({ a, b }): [string, string] => [a, b])
      .sort(([a, b], [c, d]) => (a + b < c + d ? -1 : 1)),
  }
}
