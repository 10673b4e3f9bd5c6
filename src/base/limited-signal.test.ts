// Facts about signals with a time limit.

import { expect, test } from 'vitest'
import { holdLimit, limitedSignal } from './limited-signal.ts'
import { ManualClock } from './manual-clock.ts'

test('it aborts when its time is up', () => {
  const clock = new ManualClock()
  const { signal } = limitedSignal(clock, 100)
  clock.advance(99)
  expect(signal.aborted).toBe(false)
  clock.advance(1)
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
})

test('it aborts with the first of the others and for its reason', () => {
  const clock = new ManualClock()
  const [one, two] = [new AbortController(), new AbortController()]
  const { signal } = limitedSignal(clock, 100, one.signal, undefined, two.signal)
  two.abort('enough')
  expect(signal.reason).toBe('enough')
  expect(clock.pending).toBe(0)
  expect(limitedSignal(clock, 100, two.signal).signal.reason).toBe('enough')
})

test('cleared, it neither aborts nor holds a timer', () => {
  const clock = new ManualClock()
  const other = new AbortController()
  const limit = limitedSignal(clock, 100, other.signal)
  limit.clear()
  other.abort()
  clock.advance(200)
  expect(limit.signal.aborted).toBe(false)
  expect(clock.pending).toBe(0)
})

test('while it is held its time does not run, and then begins anew', () => {
  const clock = new ManualClock()
  const limit = limitedSignal(clock, 100)
  const { signal } = limit
  clock.advance(60)
  const goOn = holdLimit(signal)
  clock.advance(5_000)
  goOn()
  expect(limit.ranMs()).toBe(0)
  clock.advance(99)
  expect(signal.aborted).toBe(false)
  clock.advance(1)
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
})

test('after it was held it can be given more time, and never less', () => {
  const clock = new ManualClock()
  const [longer, shorter] = [limitedSignal(clock, 100), limitedSignal(clock, 100)]
  holdLimit(longer.signal)(300)
  holdLimit(shorter.signal)(30)
  clock.advance(99)
  expect([longer.signal.aborted, shorter.signal.aborted]).toEqual([false, false])
  clock.advance(200)
  expect([longer.signal.aborted, shorter.signal.aborted]).toEqual([false, true])
  clock.advance(1)
  expect(longer.signal.aborted).toBe(true)
})

test('held, it still aborts with another, and begins no more after that', () => {
  const clock = new ManualClock()
  const other = new AbortController()
  const { signal } = limitedSignal(clock, 100, other.signal)
  const goOn = holdLimit(signal)
  other.abort('enough')
  expect(signal.reason).toBe('enough')
  goOn()
  expect(clock.pending).toBe(0)
})

test('who asks for its signal late gets one that is as it would have been', () => {
  const clock = new ManualClock()
  const limit = limitedSignal(clock, 100)
  clock.advance(99)
  limit.throwIfOver()
  expect(limit.isOver()).toBe(false)
  clock.advance(1)
  expect(limit.isOver()).toBe(true)
  expect(limit.signal.aborted).toBe(true)
  expect(limit.signal).toBe(limit.signal)
  expect(limit.signal.reason).toMatchObject({ name: 'TimeoutError' })
  expect(() => {
    limit.throwIfOver()
  }).toThrow('It took too long.')
})

test('whoever was last to ask for it hears once that it is over, without a signal', () => {
  const clock = new ManualClock()
  const other = new AbortController()
  const limit = limitedSignal(clock, 100, other.signal)
  const heard: unknown[] = []
  limit.onOver(() => heard.push('never'))
  limit.onOver((reason) => heard.push(reason))
  other.abort('enough')
  clock.advance(200)
  expect(heard).toEqual(['enough'])
})

test('signals of others cannot be held', () => {
  const other = new AbortController()
  const goOn = holdLimit(other.signal)
  goOn()
  holdLimit(undefined)()
  expect(other.signal.aborted).toBe(false)
})
