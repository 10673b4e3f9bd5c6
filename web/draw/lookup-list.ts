// Which lookups are listed, the newest first.

import type { Operation } from '../../src/event/schema.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Lookup, World } from '../../src/world/world.ts'

/** The most that are listed. */
const MOST = 60

/** What is listed: all that is said must hold. */
export interface LookupFilter {
  /** Only this peer's. */
  readonly by?: PeerName | undefined
  /** Only by hand, or only upkeep. */
  readonly background?: boolean | undefined
  readonly operation?: Operation | undefined
}

/** The lookups of a World that a filter lets through, the newest first. */
export function listedLookups(world: World, filter: LookupFilter): Lookup[] {
  const { by, background, operation } = filter
  return [...world.lookups.values()]
    .filter(
      (lookup) =>
        (by === undefined || lookup.by === by) &&
        (background === undefined || lookup.background === background) &&
        (operation === undefined || lookup.operation === operation),
    )
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, MOST)
}
