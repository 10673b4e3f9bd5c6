// Reducer of the lookups family: lookups and their messages.

import type { EventOf } from '../event/event.ts'
import { addLookup, dropLookups, editLookupAt, type PeerDraft, type WorldDraft } from './draft.ts'
import { LOOKUPS_DROPPED, LOOKUPS_KEPT, LOOKUPS_OPEN } from './limits.ts'
import { answerMessage, failMessage, sendMessage } from './messages.ts'
import { ensurePeer, ensurePeers, isOfEarlierRun } from './peers.ts'
import { touchContact } from './reduce-wiring.ts'
import type { Lookup } from './world.ts'

type LookupEvent = EventOf<
  'lookup.started' | 'lookup.finished' | 'rpc.sent' | 'rpc.answered' | 'rpc.failed'
>

/** Folds an event of the lookups family. */
export function reduceLookups(
  world: WorldDraft,
  peer: PeerDraft,
  event: LookupEvent,
  at: number,
): void {
  switch (event.kind) {
    case 'lookup.started':
      startLookup(world, peer, event, at)
      return
    case 'lookup.finished':
      ensurePeers(world, event.closest)
      finishLookup(world, peer, event, at)
      return
    case 'rpc.sent':
      ensurePeer(world, event.to)
      peer.sent += 1
      sendMessage(world, peer, event, at)
      return
    case 'rpc.answered':
      ensurePeer(world, event.from)
      ensurePeers(world, event.closer)
      touchContact(world, peer, event.from, at)
      answerMessage(world, peer, event, at)
      return
    case 'rpc.failed':
      ensurePeer(world, event.to)
      failMessage(world, peer, event, at)
      return
    default:
      event satisfies never
  }
}

function startLookup(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'lookup.started'>,
  at: number,
): void {
  const { lookup, operation, target, key, background } = event
  const before = world.lookups.get(lookup)
  if (before !== undefined) {
    if (!isOfEarlierRun(peer, before.by, before.startedAt)) return
    if (isFinished(before)) world.lookupsFinished -= 1
  }
  addLookup(world, {
    lookup,
    by: peer.peerId,
    operation,
    target,
    key,
    background,
    startedAt: at,
    finishedAt: undefined,
    ms: undefined,
    outcome: undefined,
    error: undefined,
    closest: [],
    messages: [],
  })
  if (world.lookups.size - world.lookupsFinished > LOOKUPS_OPEN) {
    dropOldest(world, LOOKUPS_DROPPED, (other) => !isFinished(other))
  }
}

function finishLookup(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'lookup.finished'>,
  at: number,
): void {
  const spot = world.lookups.find(event.lookup)
  const known = world.lookups.at(spot)
  if (known?.by !== peer.peerId || isFinished(known)) return
  const lookup = editLookupAt(world, spot)
  if (lookup === undefined) return
  lookup.finishedAt = at
  lookup.ms = event.ms
  lookup.outcome = event.outcome
  lookup.error = event.error
  lookup.closest = event.closest
  world.lookupsFinished += 1
  if (world.lookupsFinished <= LOOKUPS_KEPT) return
  const spare = dropOldest(world, LOOKUPS_DROPPED, (one) => one.background && isFinished(one))
  dropOldest(world, spare, isFinished)
  world.lookupsFinished -= LOOKUPS_DROPPED
}

function isFinished({ finishedAt }: Lookup): boolean {
  return finishedAt !== undefined
}

/** Drops so many of the oldest lookups for which `fits` is true; returns how many it did not find. */
function dropOldest(world: WorldDraft, count: number, fits: (lookup: Lookup) => boolean): number {
  let left = count
  dropLookups(world, (lookup) => {
    if (left === 0) return 'all stay'
    if (!fits(lookup)) return 'stays'
    left -= 1
    return 'goes'
  })
  return left
}
