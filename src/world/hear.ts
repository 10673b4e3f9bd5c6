// Hearing an envelope: whether it is news, whether its peer has started anew, and what time it is.

import type { Envelope } from '../event/envelope.ts'
import { editPeerAt, type PeerDraft, type WorldDraft } from './draft.ts'
import { removeAllHoldings } from './holdings.ts'
import { ensureSpot, removeConnections, setStanding } from './peers.ts'
import { VersionMap } from './version-map.ts'
import type { Peer } from './world.ts'

/**
 * The peer that speaks, brought up to date; undefined when the envelope is a duplicate,
 * comes too late or is from somebody for whom there is no room.
 */
export function hear(world: WorldDraft, envelope: Envelope): PeerDraft | undefined {
  const spot = ensureSpot(world, envelope.peer)
  const known = world.peers.at(spot)
  if (known === undefined) return undefined
  const news = newsOf(known, envelope)
  const peer = news === 'old' ? undefined : editPeerAt(world, spot)
  if (peer === undefined) return undefined
  const { at, event, seq } = envelope
  if (news !== 'same run') {
    forgetState(world, peer)
    peer.notBefore = news === 'counts anew' ? at : undefined
    peer.startedAt = event.kind === 'peer.started' ? at : undefined
    peer.lastHeardAt = at
  }
  peer.heard = true
  peer.lastSeq = seq
  peer.lastHeardAt = Math.max(at, peer.lastHeardAt ?? at)
  setStanding(world, peer, 'speaking')
  return peer
}

/** Forgets what a peer has only while it runs: its table, wires, copies and open messages. */
export function forgetState(world: WorldDraft, peer: PeerDraft): void {
  removeConnections(world, peer)
  removeAllHoldings(world, peer)
  if (peer.contacts.size > 0) peer.contacts = new VersionMap()
  if (peer.splits.size > 0) peer.splits = new VersionMap()
  peer.tableNews = undefined
  peer.open = []
  if (peer.reservations.length === 0) return
  peer.reservations = []
  world.wiring += 1
}

type News = 'old' | 'same run' | 'new run' | 'counts anew'

/** What an envelope is to its peer (SPEC, W2 and W3). */
function newsOf(peer: Peer, { at, event, seq }: Envelope): News {
  if (peer.notBefore !== undefined && at < peer.notBefore) return 'old'
  const started = event.kind === 'peer.started'
  if (seq > peer.lastSeq) return started ? 'new run' : 'same run'
  const tellsAll = started || event.kind === 'peer.described'
  return tellsAll && at > (peer.lastHeardAt ?? at) ? 'counts anew' : 'old'
}
