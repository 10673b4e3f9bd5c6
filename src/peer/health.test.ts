// Facts about the watch over contacts, on a clock by hand.

import { TypedEventEmitter } from 'main-event'
import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { population } from '../kad/test-population.ts'
import { watchHealth, type CheckedWire, type Health } from './health.ts'
import { createTeller } from './teller.ts'

const [own, other] = population(2, 'health') as [PeerName, PeerName]

/** One contact, wired, whose pings are answered when `answer` is called. */
function setUp(patience: number): {
  clock: ManualClock
  health: Health
  answer: () => void
  fail: () => void
  /** A further wire to it comes up. */
  connect: (name: string) => void
  log: string[]
} {
  const clock = new ManualClock()
  const log: string[] = []
  const table = new Set([other])
  const wires: CheckedWire[] = []
  const connect = (name: string): void => {
    wires.push({ abort: () => log.push(`cut: ${name}`) })
  }
  connect('old')
  let answers: (() => void)[] = []
  const teller = createTeller({ peer: own, source: 'room', clock })
  const health = watchHealth({
    kad: {
      has: (peer) => table.has(peer),
      offer: () => log.push('offered'),
      wasLate: (_, ms) => log.push(`late: ${ms}`),
    },
    table: {
      remove(peer, reason) {
        table.delete(peer)
        log.push(`removed: ${reason}`)
        return Promise.resolve()
      },
    },
    teller,
    clock,
    events: new TypedEventEmitter(),
    ping: {
      ping: (_, options) =>
        new Promise((resolve, reject) => {
          answers.push(() => {
            resolve(1)
          })
          options?.signal?.addEventListener('abort', () => {
            reject(new Error('late'))
          })
        }),
    },
    isWired: () => true,
    patience: () => patience,
    wiresTo: () => wires,
  })
  return {
    clock,
    health,
    log,
    connect,
    answer() {
      for (const one of answers) one()
      answers = []
    },
    fail() {
      teller.tell({ kind: 'rpc.failed', rpc: 'r', to: other, ms: 1, error: 'TimeoutError' })
    },
  }
}

test('P4 who others say has left is out after a second, however busy the machine', async () => {
  const { clock, health, log } = setUp(5)
  health.doubt(other)
  await clock.advanceAsync(900)
  expect(log).toEqual([])
  await clock.advanceAsync(200)
  expect(log).toEqual(['removed: left'])
  await clock.advanceAsync(25_000)
  expect(log).toEqual(['removed: left', 'cut: old'])
})

test('P4 nor does a patient check that runs already hold that up', async () => {
  const { clock, health, log, fail } = setUp(5)
  fail()
  health.doubt(other)
  await clock.advanceAsync(1_100)
  expect(log).toEqual(['removed: left'])
})

test('P4 who answers late comes back, and its wire stays', async () => {
  const { clock, health, log, answer } = setUp(3)
  health.doubt(other)
  await clock.advanceAsync(1_100)
  answer()
  await clock.advanceAsync(20_000)
  expect(log).toEqual(['removed: left', 'offered'])
})

test('P4 who comes back by a new wire is checked by that, and loses the old one only', async () => {
  const { clock, health, log, connect, answer } = setUp(1)
  health.doubt(other)
  await clock.advanceAsync(500)
  connect('new')
  await clock.advanceAsync(1_000)
  expect(log).toEqual(['cut: old'])
  answer()
  await clock.advanceAsync(20_000)
  expect(log).toEqual(['cut: old'])
})

test('P4 nor is a wire cut that came up after the silent one was given up', async () => {
  const { clock, health, log, connect } = setUp(1)
  health.doubt(other)
  await clock.advanceAsync(1_100)
  connect('new')
  await clock.advanceAsync(20_000)
  expect(log).toEqual(['removed: left', 'cut: old'])
})

test('P5 who was silent and answers a ping was late, and how late is told', async () => {
  const { clock, log, answer, fail } = setUp(1)
  fail()
  await clock.advanceAsync(1_200)
  answer()
  await clock.advanceAsync(10)
  expect(log).toEqual(['late: 1200'])
})

test('P4 who answers in time stays, and who fails a message has five seconds', async () => {
  const { clock, health, log, answer, fail } = setUp(1)
  health.doubt(other)
  answer()
  await clock.advanceAsync(10_000)
  expect(log).toEqual([])
  fail()
  await clock.advanceAsync(4_900)
  expect(log).toEqual([])
  await clock.advanceAsync(200)
  expect(log).toEqual(['removed: unreachable'])
})
