// The fold: envelopes become the World, purely and in one place.

import type { Envelope } from '../event/envelope.ts'
import { draftOf, finish, type PeerDraft, type WorldDraft } from './draft.ts'
import { hear } from './hear.ts'
import { SWEEP_MS } from './limits.ts'
import { reduceLookups } from './reduce-lookups.ts'
import { reducePeer } from './reduce-peer.ts'
import { reduceFaults, reduceRecords, reduceServing } from './reduce-records.ts'
import { reduceJoining, reduceTable, reduceWires } from './reduce-wiring.ts'
import { sweep } from './sweep.ts'
import type { World } from './world.ts'

/** The World after one more envelope; the same World when the envelope was no news. */
export function reduce(world: World, envelope: Envelope): World {
  return fold(world, [envelope])
}

/**
 * The World after all these envelopes, in their order. Each container that changes is
 * copied once, however many envelopes there are; `world` itself is left as it is.
 */
export function fold(world: World, envelopes: Iterable<Envelope>): World {
  const draft = draftOf(world)
  for (const envelope of envelopes) apply(draft, envelope)
  return finish(draft, world)
}

function apply(world: WorldDraft, envelope: Envelope): void {
  const peer = hear(world, envelope)
  if (peer === undefined) return
  const before = world.at
  world.at = Math.max(before, envelope.at)
  world.count += 1
  applyEvent(world, peer, envelope)
  if (Math.floor(before / SWEEP_MS) !== Math.floor(world.at / SWEEP_MS)) sweep(world)
}

function applyEvent(world: WorldDraft, peer: PeerDraft, { event, at }: Envelope): void {
  switch (event.kind) {
    case 'peer.started':
    case 'peer.mode.changed':
    case 'peer.stopped':
    case 'peer.described':
      reducePeer(world, peer, event, at)
      return
    case 'relay.dialed':
    case 'relay.reserved':
    case 'relay.lost':
    case 'join.advanced':
      reduceJoining(world, peer, event, at)
      return
    case 'connection.opened':
    case 'connection.closed':
      reduceWires(world, peer, event, at)
      return
    case 'contact.added':
    case 'contact.removed':
    case 'contact.pinged':
    case 'bucket.split':
      reduceTable(world, peer, event, at)
      return
    case 'lookup.started':
    case 'lookup.finished':
    case 'rpc.sent':
    case 'rpc.answered':
    case 'rpc.failed':
      reduceLookups(world, peer, event, at)
      return
    case 'rpc.served':
    case 'rpc.refused':
      reduceServing(world, peer, event, at)
      return
    case 'record.stored':
    case 'record.replicated':
    case 'record.republished':
    case 'record.served':
    case 'record.rejected':
    case 'record.expired':
    case 'record.deleted':
      reduceRecords(world, peer, event, at)
      return
    case 'share.provided':
    case 'share.fetched':
    case 'share.dropped':
    case 'block.rejected':
      // What a tab keeps of files is no part of the DHT, whose notes of it are messages.
      return
    case 'fault.set':
    case 'fault.cleared':
      reduceFaults(world, event, at)
      return
    default:
      event satisfies never
  }
}
