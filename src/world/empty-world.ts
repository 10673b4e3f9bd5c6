// The World before anything has been told.

import { VersionMap } from './version-map.ts'
import { VersionRow } from './version-row.ts'
import type { World } from './world.ts'

/** A World of nobody; the start of every fold. */
export function emptyWorld(): World {
  return {
    at: 0,
    count: 0,
    wiring: 0,
    peers: new VersionMap(),
    lookups: new VersionMap(),
    lookupsFinished: 0,
    messages: new VersionRow(),
    records: new VersionMap(),
    faults: new VersionMap(),
  }
}
