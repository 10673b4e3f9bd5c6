// Crowds by prefix: beyond 150 peers the Network draws groups in place of a hairball.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { hasPrefix, prefixOf } from '../../src/kad/prefix.ts'
import type { Peer } from '../../src/world/world.ts'

/** More peers than these are drawn as groups. */
export const MOST_SINGLE = 150

/** Bits of a group's prefix: one hex digit, so 16 groups. */
export const GROUP_BITS = 4

/** The live peers whose ids begin with one hex digit. */
export interface PrefixGroup {
  /** Binary digits. */
  readonly prefix: string
  /** The hex digit that all its ids begin with. */
  readonly digit: string
  /** In the order of their ids. */
  readonly members: readonly Peer[]
  /** Whether its members are drawn one by one. */
  readonly open: boolean
}

/** What opens a group. */
export interface Opening {
  /** The prefixes that the viewer opened. */
  readonly opened: ReadonlySet<string>
  /** Peers that must be seen: the own one and the selected ones. */
  readonly focus: readonly PeerName[]
}

/** The groups of a crowd, in the order of their prefixes; none while there are few enough peers. */
export function prefixGroups(peers: readonly Peer[], { opened, focus }: Opening): PrefixGroup[] {
  if (peers.length <= MOST_SINGLE) return []
  const byPrefix = new Map<string, Peer[]>()
  for (const peer of [...peers].sort((a, b) => (a.kadId < b.kadId ? -1 : 1))) {
    const prefix = prefixOf(peer.kadId, GROUP_BITS)
    const members = byPrefix.get(prefix)
    if (members === undefined) byPrefix.set(prefix, [peer])
    else members.push(peer)
  }
  return [...byPrefix].map(([prefix, members]) => ({
    prefix,
    digit: Number.parseInt(prefix, 2).toString(16),
    members,
    open: opened.has(prefix) || members.some(({ peerId }) => focus.includes(peerId)),
  }))
}

/** Which node of the picture stands for a peer: itself, or the closed group that it is in. */
export function nodeOf(peer: Peer, groups: readonly PrefixGroup[]): string {
  const group = groups.find(({ prefix }) => hasPrefix(peer.kadId, prefix))
  return group === undefined || group.open ? peer.peerId : groupNode(group.prefix)
}

/** The id of a group's node; no peer id begins like this. */
export function groupNode(prefix: string): string {
  return `group:${prefix}`
}

/** The prefix of a group's node; undefined for the node of a peer. */
export function prefixOfNode(node: string): string | undefined {
  return node.startsWith('group:') ? node.slice(6) : undefined
}
