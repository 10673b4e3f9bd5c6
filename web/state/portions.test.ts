import { flushSync } from 'svelte'
import { expect, test, vi } from 'vitest'
import { FIRST, PORTION } from './grown.svelte.ts'
import { FEW, Portions } from './portions.svelte.ts'
import { framesByHand } from './test-frames.ts'

framesByHand()

interface Item {
  readonly name: number
  readonly at: number
}

const list = (length: number, at: number): Item[] =>
  Array.from({ length }, (_, name) => ({ name, at }))

/** Portions of a list that can be replaced; `frame` shows one more frame. */
function following(first: readonly Item[]): {
  portions: Portions<Item>
  replace(items: readonly Item[]): void
  frame(): void
} {
  let items = first
  const portions = new Portions(
    () => items,
    ({ name }) => name,
  )
  let forget = portions.follow()
  return {
    portions,
    replace(next) {
      forget()
      items = next
      flushSync()
      forget = portions.follow()
    },
    frame() {
      vi.advanceTimersToNextTimer()
      vi.advanceTimersToNextTimer()
    },
  }
}

test('a list of few is up to date at once', () => {
  const { portions, replace } = following(list(FEW - 1, 0))
  expect(portions.items).toHaveLength(FEW - 1)
  replace(list(FEW, 1))
  expect(new Set(portions.items.map(({ at }) => at))).toEqual(new Set([1]))
})

test('a long list comes portion by portion, and then there is nothing left to do', () => {
  const { portions, frame } = following(list(FEW + 10, 0))
  const lengths = [portions.items.length]
  while (vi.getTimerCount() > 0) {
    frame()
    lengths.push(portions.items.length)
  }
  expect(lengths).toEqual([FIRST, FIRST + PORTION, FIRST + 2 * PORTION, FEW + 10])
})

test('what changes is brought up to date portion by portion, each item once', () => {
  const { portions, replace, frame } = following(list(4 * PORTION, 0))
  while (vi.getTimerCount() > 0) frame()
  replace(list(4 * PORTION, 1))
  const news = (): number => portions.items.filter(({ at }) => at === 1).length
  const seen = [news()]
  while (vi.getTimerCount() > 0) {
    frame()
    seen.push(news())
  }
  expect(seen).toEqual([0, 1, 2, 3, 4].map((count) => count * PORTION))
})

test('a list that changes with each frame gets to its end all the same', () => {
  const { portions, replace, frame } = following(list(4 * PORTION, 0))
  for (let at = 1; at <= 5; at += 1) {
    replace(list(4 * PORTION, at))
    frame()
  }
  expect(Math.min(...portions.items.map(({ at }) => at))).toBeGreaterThan(0)
  expect(portions.items).toHaveLength(4 * PORTION)
})

test('what has gone from the list goes with the next portion, and nothing is there twice', () => {
  const { portions, replace, frame } = following(list(5 * PORTION, 0))
  while (vi.getTimerCount() > 0) frame()
  replace(
    list(5 * PORTION, 1)
      .reverse()
      .slice(0, 4 * PORTION),
  )
  frame()
  const names = portions.items.map(({ name }) => name)
  expect(names).toHaveLength(4 * PORTION)
  expect(new Set(names).size).toBe(names.length)
  expect(Math.min(...names)).toBe(PORTION)
})
