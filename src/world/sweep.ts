// The sweep: once a second of the source's clock, what has become too old or too much goes.

import type { PeerFacts, WorldDraft } from './draft.ts'
import { removeAllHoldings } from './holdings.ts'
import { MESSAGES_KEPT_MS, MESSAGES_OPEN_MS, PEERS_KEPT, RECORDS_KEPT } from './limits.ts'

/** Drops messages that ended long ago, and makes room for peers and records before it is full. */
export function sweep(world: WorldDraft): void {
  const { at } = world
  world.messages.drop(({ endedAt, sentAt }) => {
    const until = endedAt === undefined ? sentAt + MESSAGES_OPEN_MS : endedAt + MESSAGES_KEPT_MS
    return until < at
  })
  if (world.peers.size > PEERS_KEPT * 0.9) {
    // Those who never spoke first: anybody can make up names.
    sweepPeers(world, (peer) => !peer.heard)
    sweepPeers(world, () => true)
  }
  if (world.records.size > RECORDS_KEPT * 0.9) sweepRecords(world)
}

function sweepPeers(world: WorldDraft, fits: (peer: PeerFacts) => boolean): void {
  let spare = world.peers.size - PEERS_KEPT * 0.8
  for (const name of [...world.peers.keys()]) {
    if (spare <= 0) return
    const peer = world.peers.get(name)
    // One to which wires lead stays, so that they are not forgotten in its count.
    if (peer === undefined || peer.live || peer.wires > 0 || !fits(peer)) continue
    const draft = world.peers.edit(name)
    if (draft !== undefined) removeAllHoldings(world, draft)
    world.peers.delete(name)
    spare -= 1
  }
}

function sweepRecords(world: WorldDraft): void {
  let spare = world.records.size - RECORDS_KEPT * 0.8
  for (const key of [...world.records.keys()]) {
    if (spare <= 0) return
    if (world.records.get(key)?.holders.size !== 0) continue
    world.records.delete(key)
    spare -= 1
  }
}
