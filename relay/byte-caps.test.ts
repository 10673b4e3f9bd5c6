// Bytes a second, with time by hand.

import { expect, test } from 'vitest'
import { ManualClock } from '../src/base/manual-clock.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import { createByteCaps } from './byte-caps.ts'

const ANN = 'ann' as PeerName
const SECOND = 1_000

test('four seconds of bytes can be sent at once, what is more has to be waited for', () => {
  const meter = createByteCaps({ perPeer: 100, inAll: 10_000, clock: new ManualClock() }).open()
  expect(meter.take(400)).toBe(0)
  expect(meter.take(50)).toBe(500)
})

test('the wait is what it takes to earn the bytes, and then it goes on', () => {
  const clock = new ManualClock()
  const caps = createByteCaps({ perPeer: 100, inAll: 10_000, clock })
  const meter = caps.open()
  meter.take(450)
  expect(caps.held()).toBe(1)
  clock.advance(2 * SECOND)
  expect(meter.take(100)).toBe(0)
})

test('nobody waits for so long that its heartbeat is missed', () => {
  const meter = createByteCaps({ perPeer: 100, inAll: 10_000, clock: new ManualClock() }).open()
  expect(meter.take(1_000_000)).toBe(10 * SECOND)
})

test('the wires of one peer count together, and a new wire is no way around the cap', () => {
  const caps = createByteCaps({ perPeer: 100, inAll: 10_000, clock: new ManualClock() })
  const [one, two] = [caps.open(), caps.open()]
  one.belongTo(ANN)
  two.belongTo(ANN)
  one.take(400)
  expect(two.take(100)).toBe(SECOND)
  one.close()
  const three = caps.open()
  three.belongTo(ANN)
  expect(three.take(100)).toBe(2 * SECOND)
})

test('when all together send too much, who sends less than a share goes on', () => {
  const caps = createByteCaps({ perPeer: 10_000, inAll: 1_000, clock: new ManualClock() })
  const flood = caps.open()
  const others = [caps.open(), caps.open(), caps.open()]
  expect(flood.take(6_000)).toBe(2 * SECOND)
  for (const other of others) expect(other.take(200)).toBe(0)
})

test('the rate of lately fades', () => {
  const clock = new ManualClock()
  const caps = createByteCaps({ perPeer: 100, inAll: 10_000, clock })
  caps.open().take(300)
  expect(caps.rate()).toBe(300)
  clock.advance(10 * SECOND)
  expect(caps.rate()).toBeLessThan(1)
})
