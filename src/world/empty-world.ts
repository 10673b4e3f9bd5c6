// The World before anything has been told.

import type { World } from './world.ts'

/** A World of nobody; the start of every fold. */
export function emptyWorld(): World {
  return {
    at: 0,
    count: 0,
    wiring: 0,
    peers: new Map(),
    lookups: new Map(),
    lookupsFinished: 0,
    messages: [],
    records: new Map(),
    faults: new Map(),
  }
}
