// Whether pictures that show who is there, but not how they are wired, need be made anew.

import type { World } from '../../src/world/world.ts'

/** Whether the same peers are there in two Worlds, in the same modes and under the same names. */
export function sameCrowd(one: World, other: World): boolean {
  if (one === other) return true
  if (one.peers.size !== other.peers.size) return false
  for (const [name, peer] of other.peers) {
    const before = one.peers.get(name)
    if (before === peer) continue
    if (before?.live !== peer.live || before.mode !== peer.mode) return false
    if (before.kadId !== peer.kadId || before.agent !== peer.agent) return false
  }
  return true
}

/** Whether two lists have the same elements in the same order. */
export function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index])
}

/** Whether two maps have the same keys, whatever they lead to; both may be missing. */
export function sameKeys(
  one: ReadonlyMap<unknown, unknown> | undefined,
  other: ReadonlyMap<unknown, unknown> | undefined,
): boolean {
  if (one === other) return true
  if (one === undefined || other?.size !== one.size) return false
  return [...other.keys()].every((key) => one.has(key))
}
