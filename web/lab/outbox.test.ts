// Facts about the Lab's outbox.

import { expect, test } from 'vitest'
import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { BATCH, Outbox, WAITING } from './outbox.ts'

function envelope(seq: number): Envelope {
  const peer = 'p' as PeerName
  return { seq, at: seq, peer, source: 'lab', event: { kind: 'peer.stopped', reason: 'test' } }
}

test('it hands out what it was given, in order and in batches', () => {
  const outbox = new Outbox(() => expect.unreachable())
  for (let seq = 0; seq < BATCH + 3; seq += 1) outbox.add(envelope(seq))
  expect(outbox.take().map(({ seq }) => seq)).toEqual(Array.from({ length: BATCH }, (_, i) => i))
  expect(outbox.take().map(({ seq }) => seq)).toEqual([BATCH, BATCH + 1, BATCH + 2])
  expect(outbox.take()).toEqual([])
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
