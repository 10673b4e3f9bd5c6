// Reducer of the lookups family: lookups and their messages.

import type { EventOf } from '../event/event.ts'
import type { PeerDraft, WorldDraft } from './draft.ts'
import { LOOKUPS_KEPT, LOOKUPS_OPEN } from './limits.ts'
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
      touchContact(peer, event.from, at)
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
    world.lookups.delete(lookup)
    if (isFinished(before)) world.lookupsFinished -= 1
  }
  world.lookups.set(lookup, {
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
    dropFirst(world, (other) => !isFinished(other))
  }
}

function finishLookup(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'lookup.finished'>,
  at: number,
): void {
  const lookup = world.lookups.get(event.lookup)
  if (lookup?.by !== peer.peerId || isFinished(lookup)) return
  const { closest, ms, outcome, error } = event
  world.lookups.set(lookup.lookup, { ...lookup, finishedAt: at, ms, outcome, error, closest })
  world.lookupsFinished += 1
  if (world.lookupsFinished <= LOOKUPS_KEPT) return
  world.lookupsFinished -= 1
  if (!dropFirst(world, (other) => other.background && isFinished(other))) {
    dropFirst(world, isFinished)
  }
}

function isFinished({ finishedAt }: Lookup): boolean {
  return finishedAt !== undefined
}

/** Drops the oldest lookup for which `fits` is true; says whether there was one. */
function dropFirst(world: WorldDraft, fits: (lookup: Lookup) => boolean): boolean {
  for (const lookup of world.lookups.values()) {
    if (!fits(lookup)) continue
    world.lookups.delete(lookup.lookup)
    return true
  }
  return false
}
