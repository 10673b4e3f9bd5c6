// Facts about the Lab's outbox.

import { expect, test } from 'vitest'
import type { Envelope } from '../../src/event/envelope.ts'
import type { Event } from '../../src/event/event.ts'
import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { BATCH, BATCH_WEIGHT, Outbox, WAITING } from './outbox.ts'
import { weightOf } from './weight.ts'

const LOST: Event = { kind: 'rpc.refused', from: 'q' as PeerName, reason: 'test' }

function envelope(seq: number, event = LOST): Envelope {
  return { seq, at: seq, peer: 'p' as PeerName, source: 'lab', event }
}

/** A peer with so many contacts tells its whole state. */
function state(contacts: number): Event {
  const names = Array.from({ length: contacts }, () => 'c' as PeerName)
  return {
    kind: 'peer.described',
    kadId: 'k' as KadId,
    mode: 'server',
    agent: 'lab',
    k: 4,
    contacts: names,
    splits: [],
    connections: [],
    records: [],
  }
}

test('it hands out what it was given, in order and in batches', () => {
  const outbox = new Outbox(() => expect.unreachable())
  for (let seq = 0; seq < BATCH + 3; seq += 1) outbox.add(envelope(seq))
  expect(outbox.take().map(({ seq }) => seq)).toEqual(Array.from({ length: BATCH }, (_, i) => i))
  expect(outbox.take().map(({ seq }) => seq)).toEqual([BATCH, BATCH + 1, BATCH + 2])
  expect(outbox.take()).toEqual([])
})

test('a batch of peers that tell their whole state is short, and never empty', () => {
  const outbox = new Outbox(() => expect.unreachable())
  const told = [1, 50, 50, 10 * BATCH_WEIGHT, 1].map((contacts, seq) =>
    envelope(seq, state(contacts)),
  )
  for (let round = 0; round < 100; round += 1) for (const one of told) outbox.add(one)
  let count = 0
  while (outbox.size > 0) {
    const batch = outbox.take()
    count += batch.length
    const weight = batch.reduce((sum, one) => sum + weightOf(one), 0)
    if (batch.length > 1) expect(weight).toBeLessThanOrEqual(BATCH_WEIGHT)
    expect(batch).not.toEqual([])
  }
  expect(count).toBe(500)
})

test('when too much waits, it is dropped and the peers describe themselves', () => {
  let described = 0
  const outbox = new Outbox(() => {
    described += 1
    outbox.add(envelope(99_999))
  })
  for (let seq = 0; seq < WAITING + 10; seq += 1) outbox.add(envelope(seq))
  expect(outbox.take().map(({ seq }) => seq)).toEqual([99_999])
  expect(described).toBe(1)
})

test('what is said once outlasts that, before and after it', () => {
  const outbox = new Outbox(() => outbox.add(envelope(99_999)))
  outbox.add(envelope(0, { kind: 'join.advanced', stage: 'ready', ms: 5 }))
  for (let seq = 1; seq < WAITING + 10; seq += 1) outbox.add(envelope(seq))
  outbox.add(envelope(WAITING + 10, { kind: 'peer.stopped', reason: 'test' }))
  expect(outbox.take().map(({ seq }) => seq)).toEqual([0, WAITING + 10, 99_999])
})

test('it is bounded whatever is said', () => {
  const outbox = new Outbox(() => undefined)
  for (let seq = 0; seq < 5 * WAITING; seq += 1) {
    outbox.add(envelope(seq, { kind: 'peer.stopped', reason: 'test' }))
  }
  expect(outbox.size).toBeLessThanOrEqual(WAITING)
})
