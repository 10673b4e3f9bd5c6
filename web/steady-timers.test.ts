import { expect, test } from 'vitest'
import { installSteadyTimers } from './steady-timers.ts'
import type { TimerRequest } from './timer-worker.ts'

/** The two functions, as the tests call them. */
interface Timers {
  setTimeout(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number
  clearTimeout(id?: number): void
}

function setUp(hidden: boolean) {
  const asked: TimerRequest[] = []
  const native: string[] = []
  const late: (() => void)[] = []
  let made = 0
  const worker = {
    onmessage: null as ((event: MessageEvent<number>) => void) | null,
    postMessage: (request: TimerRequest) => asked.push(request),
  }
  const timers: Timers = {
    setTimeout: (run, ms = 0) => {
      if (ms >= 10_000) late.push(run)
      else native.push('set')
      return 7
    },
    clearTimeout: () => {
      native.push('clear')
    },
  }
  const undo = installSteadyTimers({
    scope: timers as unknown as typeof globalThis,
    isHidden: () => hidden,
    makeWorker: () => {
      made += 1
      return worker
    },
  })
  const fire = (id: number): void => worker.onmessage?.({ data: id } as MessageEvent<number>)
  return { asked, native, timers, fire, undo, late, made: () => made }
}

test('a visible page has the timers of its browser', () => {
  const { asked, native, timers } = setUp(false)
  timers.clearTimeout(timers.setTimeout(() => undefined, 5))
  expect(native).toEqual(['set', 'clear'])
  expect(asked).toEqual([])
})

test('a hidden page has its timers run by the worker, with their arguments, once', () => {
  const { asked, native, timers, fire } = setUp(true)
  const heard: unknown[] = []
  const id = timers.setTimeout((...args) => heard.push(...args), 5, 'a', 1)
  expect(asked).toEqual([{ id, ms: 5 }])
  fire(id)
  fire(id)
  expect(heard).toEqual(['a', 1])
  expect(native).toEqual([])
})

test('a timer that was cleared does not run, even when the worker was quicker', () => {
  const { asked, timers, fire } = setUp(true)
  const heard: string[] = []
  const id = timers.setTimeout(() => heard.push('ran'), 5)
  timers.clearTimeout(id)
  fire(id)
  expect(heard).toEqual([])
  expect(asked.at(-1)).toEqual({ id })
})

test('the change can be taken back', () => {
  const { native, timers, undo } = setUp(true)
  undo()
  timers.setTimeout(() => undefined, 5)
  expect(native).toEqual(['clear', 'set'])
})

test('the worker is made for the first timer of a hidden page', () => {
  const { timers, made } = setUp(true)
  expect(made()).toBe(0)
  timers.setTimeout(() => undefined, 5)
  timers.setTimeout(() => undefined, 5)
  expect(made()).toBe(1)
})

test('a page that stays visible makes it some seconds later: its relay may be gone when it is needed', () => {
  const { timers, late, made } = setUp(false)
  timers.setTimeout(() => undefined, 5)
  expect(made()).toBe(0)
  for (const run of late) run()
  expect(made()).toBe(1)
})
