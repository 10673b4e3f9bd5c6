// How many copies a record should have.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { World } from '../../src/world/world.ts'

/** k: by the room's settings, else what the own peer told, else the most that any peer told. */
export function copiesWanted(
  world: World,
  own: PeerName | undefined,
  settings: { readonly k: number } | undefined,
): number {
  if (settings !== undefined) return settings.k
  const mine = own === undefined ? undefined : world.peers.get(own)?.k
  if (mine !== undefined && mine > 0) return mine
  return Math.max(0, ...[...world.peers.values()].map((peer) => peer.k))
}
