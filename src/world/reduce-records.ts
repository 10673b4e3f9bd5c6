// Reducers of the serving, records and faults families.

import type { EventOf } from '../event/event.ts'
import { appended, editPeer, type PeerDraft, type WorldDraft } from './draft.ts'
import { dropHolding, ensureRecord, holdingOf, setHolding } from './holdings.ts'
import { FAULTS_KEPT, REJECTIONS_KEPT } from './limits.ts'
import { ensurePeer, setStanding } from './peers.ts'
import { touchContact } from './reduce-wiring.ts'

type ServingEvent = EventOf<'rpc.served' | 'rpc.refused'>
type FaultEvent = EventOf<'fault.set' | 'fault.cleared'>
type RecordEvent = EventOf<
  | 'record.stored'
  | 'record.replicated'
  | 'record.republished'
  | 'record.served'
  | 'record.rejected'
  | 'record.expired'
  | 'record.deleted'
>

/** Folds an event of the serving family. */
export function reduceServing(
  world: WorldDraft,
  peer: PeerDraft,
  event: ServingEvent,
  at: number,
): void {
  ensurePeer(world, event.from)
  switch (event.kind) {
    case 'rpc.served':
      peer.served += 1
      touchContact(world, peer, event.from, at)
      return
    case 'rpc.refused':
      return
    default:
      event satisfies never
  }
}

/** Folds an event of the records family. */
export function reduceRecords(
  world: WorldDraft,
  peer: PeerDraft,
  event: RecordEvent,
  at: number,
): void {
  const { key } = event
  switch (event.kind) {
    case 'record.stored': {
      const before = holdingOf(world, key, peer)
      setHolding(world, key, peer, {
        bytes: event.bytes,
        storedBy: event.storedBy,
        storedAt: at,
        expiresAt: event.expiresAt,
        served: before?.served ?? 0,
        lastServedAt: before?.lastServedAt,
        hash: event.hash,
        sequence: event.sequence,
      })
      return
    }
    case 'record.replicated':
      replicate(world, peer, event, at)
      return
    case 'record.republished':
      return
    case 'record.served': {
      const holding = holdingOf(world, key, peer)
      if (holding === undefined) return
      const served = holding.served + 1
      setHolding(world, key, peer, { ...holding, served, lastServedAt: at })
      return
    }
    case 'record.rejected': {
      const record = ensureRecord(world, key, at)
      if (record === undefined) return
      const refusal = { at, by: peer.peerId, from: event.from, reason: event.reason }
      record.rejections = appended(record.rejections, refusal, REJECTIONS_KEPT)
      return
    }
    case 'record.expired':
    case 'record.deleted':
      dropHolding(world, key, peer)
      return
    default:
      event satisfies never
  }
}

/** Folds an event of the faults family. */
export function reduceFaults(world: WorldDraft, event: FaultEvent, at: number): void {
  switch (event.kind) {
    case 'fault.set': {
      const { fault, type, peers, amount, between = false } = event
      if (!world.faults.has(fault) && world.faults.size >= FAULTS_KEPT) return
      const set = { fault, type, peers, amount, between, setAt: at }
      world.faults = world.faults.with(fault, set, world.edit)
      if (type !== 'crash') return
      for (const name of peers) {
        const crashed = editPeer(world, name)
        if (crashed !== undefined) setStanding(world, crashed, 'stopped')
      }
      return
    }
    case 'fault.cleared':
      world.faults = world.faults.without(event.fault, world.edit)
      return
    default:
      event satisfies never
  }
}

/** Peers that speak tell themselves what they hold; for the others the sender's word is taken. */
function replicate(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'record.replicated'>,
  at: number,
): void {
  if (ensurePeer(world, event.to)?.heard !== false) return
  const to = editPeer(world, event.to)
  if (to === undefined) return
  const [other] = world.records.get(event.key)?.holders.values() ?? []
  const like = holdingOf(world, event.key, peer) ?? other
  setHolding(world, event.key, to, {
    bytes: like?.bytes ?? 0,
    storedBy: peer.peerId,
    storedAt: at,
    expiresAt: like?.expiresAt ?? Infinity,
    served: 0,
    lastServedAt: undefined,
    hash: like?.hash,
    sequence: like?.sequence,
  })
}
