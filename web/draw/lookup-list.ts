// Which lookups are listed, the newest first.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Lookup, World } from '../../src/world/world.ts'

/** The most that are listed. */
const MOST = 60

/** What `own` looked for by hand; without it, all lookups of everybody. */
export function listedLookups(world: World, own: PeerName | undefined): Lookup[] {
  return [...world.lookups.values()]
    .filter((lookup) => own === undefined || (lookup.by === own && !lookup.background))
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, MOST)
}
