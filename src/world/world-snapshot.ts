// The World as automation sees it: plain JSON, part of the stable surface (DESIGN, section 5).

import type { Path, Tier } from '../event/schema.ts'
import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'

/** Where what is on screen comes from: one of the tiers, or a recording. */
export type WorldTier = Tier | 'replay'

/** Peers, wires and records as this page knows them. */
export interface WorldSnapshot {
  tier: WorldTier
  peers: { peerId: PeerName; kadId: KadId; name: string; live: boolean }[]
  /** One entry a pair of live peers, by its best path. */
  connections: { a: PeerName; b: PeerName; path: Path }[]
  /** Holders that are live. A record that was held and has no holder any more is lost. */
  records: { key: RecordKey; holders: PeerName[] }[]
}
