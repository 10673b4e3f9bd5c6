// The sweep: once a second of the source's clock, what has become too old or too much goes.

import { dropMessages, editPeer, removePeer, removeRecord, type WorldDraft } from './draft.ts'
import { removeAllHoldings } from './holdings.ts'
import { MESSAGES_KEPT_MS, MESSAGES_OPEN_MS, PEERS_KEPT, RECORDS_KEPT } from './limits.ts'
import type { Peer } from './world.ts'

/** Drops messages that ended long ago, and makes room for peers and records before it is full. */
export function sweep(world: WorldDraft): void {
  const { at } = world
  dropMessages(world, ({ endedAt, sentAt }) => {
    const until = endedAt === undefined ? sentAt + MESSAGES_OPEN_MS : endedAt + MESSAGES_KEPT_MS
    if (until < at) return 'goes'
    // They lie in the order in which they were sent: those after a young one are young too.
    return sentAt + MESSAGES_KEPT_MS < at ? 'stays' : 'all stay'
  })
  if (world.peers.size > PEERS_KEPT * 0.9) {
    // Those who never spoke first: anybody can make up names.
    sweepPeers(world, (peer) => !peer.heard)
    sweepPeers(world, () => true)
  }
  if (world.records.size > RECORDS_KEPT * 0.9) sweepRecords(world)
}

function sweepPeers(world: WorldDraft, fits: (peer: Peer) => boolean): void {
  let spare = world.peers.size - PEERS_KEPT * 0.8
  for (const name of [...world.peers.keys()]) {
    if (spare <= 0) return
    const peer = world.peers.get(name)
    // One to which wires lead stays, so that they are not forgotten in its count.
    if (peer === undefined || peer.live || peer.wires > 0 || !fits(peer)) continue
    const draft = editPeer(world, name)
    if (draft !== undefined) removeAllHoldings(world, draft)
    removePeer(world, name)
    spare -= 1
  }
}

function sweepRecords(world: WorldDraft): void {
  let spare = world.records.size - RECORDS_KEPT * 0.8
  for (const key of [...world.records.keys()]) {
    if (spare <= 0) return
    if (world.records.get(key)?.holders.size !== 0) continue
    removeRecord(world, key)
    spare -= 1
  }
}
