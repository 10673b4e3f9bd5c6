// Puts and gets in tabs, each timed in its own page.

import type { Tab } from './tabs.ts'

/** How one kind of operation went. */
export interface Timings {
  /** In milliseconds, of those that came to an end. */
  readonly ms: number[]
  readonly failed: number
}

/** How long one may take until it counts as failed, in milliseconds. */
const LIMIT_MS = 15_000

/** Stores each key once, from one tab after the other. */
export function putAll(tabs: readonly Tab[], keys: readonly string[]): Promise<Timings> {
  return each(keys, (key, index) =>
    tabAt(tabs, index).page.evaluate(timedPut, { key, limit: LIMIT_MS }),
  )
}

/** Fetches `count` times, each time another key from another tab than the one that stored it. */
export function getMany(
  tabs: readonly Tab[],
  keys: readonly string[],
  count: number,
): Promise<Timings> {
  const wanted = Array.from({ length: count }, (_, index) => keys[index % keys.length] ?? '')
  const step = Math.max(1, Math.floor(tabs.length / 2))
  return each(wanted, (key, index) =>
    tabAt(tabs, index + step + Math.floor(index / keys.length)).page.evaluate(timedGet, {
      key,
      limit: LIMIT_MS,
    }),
  )
}

/** The tab of that turn. @throws RangeError when there are no tabs */
function tabAt(tabs: readonly Tab[], turn: number): Tab {
  const tab = tabs[turn % tabs.length]
  if (tab === undefined) throw new RangeError('there are no tabs to work in')
  return tab
}

/** One after the other, so that each is measured alone. */
async function each(
  keys: readonly string[],
  run: (key: string, index: number) => Promise<number | undefined>,
): Promise<Timings> {
  const all: (number | undefined)[] = []
  for (const [index, key] of keys.entries()) all.push(await run(key, index))
  const ms = all.filter((one) => one !== undefined)
  return { ms, failed: all.length - ms.length }
}

interface Timed {
  key: string
  limit: number
}

// These two run in the page, so they use nothing of this file.

async function timedPut({ key, limit }: Timed): Promise<number | undefined> {
  const startedAt = performance.now()
  const late = new Promise<never>((_, reject) => setTimeout(reject, limit))
  try {
    await Promise.race([window.bench?.put(key, `the value of ${key}`), late])
    return performance.now() - startedAt
  } catch {
    return undefined
  }
}

async function timedGet({ key, limit }: Timed): Promise<number | undefined> {
  const startedAt = performance.now()
  const late = new Promise<never>((_, reject) => setTimeout(reject, limit))
  try {
    await Promise.race([window.bench?.get(key), late])
    return performance.now() - startedAt
  } catch {
    return undefined
  }
}
