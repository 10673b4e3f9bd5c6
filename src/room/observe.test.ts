// When a peer tells the room what it does.

import type { GossipSub } from '@libp2p/gossipsub'
import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import type { Envelope } from '../event/envelope.ts'
import type { Event } from '../event/event.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { unpackFrame } from './frame.ts'
import { observeRoom, type Observer } from './observe.ts'

const OWN = '12D3KooWGRUVh6L2FZSfZTPpJVtLYDF1YKiRzRfJQJyFBVaYJCvk' as PeerName

interface Telling {
  readonly clock: ManualClock
  readonly observer: Observer
  /** The kinds of what was told so far, by frame. */
  readonly frames: string[][]
}

/** A peer in a room of 24 others, of whom somebody hears. */
function telling(): Telling {
  const clock = new ManualClock()
  const frames: string[][] = []
  const gossip = {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    getSubscribers: () => ['somebody'],
    publish(_topic: string, bytes: Uint8Array) {
      frames.push(unpackFrame(bytes, OWN).envelopes.map(({ event }) => event.kind))
      return Promise.resolve()
    },
  } as unknown as GossipSub
  const observer = observeRoom({
    gossip,
    topic: 'a room',
    own: OWN,
    clock,
    random: () => 0.5,
    describe: () => undefined,
    onEnvelopes: () => undefined,
    hears: 'never',
    isUrgent: ({ kind }) => kind === 'connection.closed',
    others: () => 24,
  })
  return { clock, observer, frames }
}

let seq = 0
function envelope(clock: ManualClock, kind: 'contact.pinged' | 'connection.closed'): Envelope {
  const event = (
    kind === 'contact.pinged'
      ? { kind, contact: OWN, ok: true, ms: 1 }
      : { kind, remote: OWN, connection: 'a', reason: 'closed' }
  ) as Event
  seq += 1
  return { seq, at: clock.now(), peer: OWN, source: 'room', event }
}

test('a large room is told every two seconds, but at once that somebody left', () => {
  const { clock, observer, frames } = telling()
  observer.tell(envelope(clock, 'contact.pinged'))
  clock.advance(1_999)
  expect(frames).toEqual([])
  clock.advance(1)
  expect(frames).toEqual([['contact.pinged']])
  clock.advance(1_000)
  observer.tell(envelope(clock, 'contact.pinged'))
  observer.tell(envelope(clock, 'connection.closed'))
  clock.advance(50)
  expect(frames.slice(1)).toEqual([['contact.pinged', 'connection.closed']])
})

test('a third of a class that leaves within a second makes four frames at most', () => {
  const { clock, observer, frames } = telling()
  for (let count = 0; count < 10; count += 1) {
    observer.tell(envelope(clock, 'connection.closed'))
    clock.advance(100)
  }
  expect(frames.length).toBeLessThanOrEqual(4)
  clock.advance(250)
  expect(frames.flat()).toHaveLength(10)
})
