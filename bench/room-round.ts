// One round of the bench on one side: tabs form a room, work in it, and some of them are killed.

import { getMany, putAll, type Timings } from './operations.ts'
import type { QuietBrowser } from './quiet-browser.ts'
import type { Side, SideName } from './room-sides.ts'
import { openTabs, type Tab } from './tabs.ts'
import { untilTrue } from './truth.ts'

/** What is measured, and for how long. */
export interface RoundInit {
  readonly tabs: number
  readonly k: number
  /** Records that are stored and fetched. */
  readonly records: number
  /** The longest that forming may take, in milliseconds. */
  readonly limitMs: number
}

/** The figures of one round; times in milliseconds. */
export interface RoundResult {
  readonly side: SideName
  /** Of each tab, until its own peer had its first contact. */
  readonly readyMs: number[]
  /** Until all lookups found the true k closest; undefined when they never did. */
  readonly trueMs: number | undefined
  /** Until the wires of that room no longer changed; what comes after is measured warm. */
  readonly settledMs: number
  /** Connections beyond one a pair, counted at both ends, then. */
  readonly duplicates: number
  /** Connections of all tabs by path. */
  readonly paths: Readonly<Record<string, number>>
  readonly put: Timings
  readonly get: Timings
  /** Of one more tab that joins the running room. */
  readonly lateReadyMs: number
  /** Pages that ended with an error and were loaded anew. */
  readonly reloads: number
  /** Fetches while every fifth tab is killed. */
  readonly getWithKills: Timings
}

/** Wires that were as they are for so long have settled, in milliseconds: direct ones are begun 15 s late. */
const SETTLED_MS = 18_000

/** After so long the rest is measured with wires as they are, in milliseconds. */
const MOST_SETTLING_MS = 120_000

/** How often wires are looked at, in milliseconds. */
const LOOK_MS = 1_000

/** Every so many-th tab is killed. */
const KILL_EVERY = 5

/** Runs one round in a browser of its own. */
export async function runRound(
  browser: QuietBrowser,
  side: Side,
  init: RoundInit,
): Promise<RoundResult> {
  const { tabs, calledAt } = await openTabs(browser, side, init.tabs)
  const trueMs = await untilTrue(tabs, side.relay, init.k, calledAt, init.limitMs)
  const settledMs = (await untilSettled(tabs)) - calledAt
  const { duplicates, paths } = countConnections(await connectionsOf(tabs))

  const keys = Array.from({ length: init.records }, (_, index) => `/u/bench-${index}`)
  const put = await putAll(tabs, keys)
  const get = await getMany(tabs, keys, 2 * keys.length)

  const { tabs: late } = await openTabs(browser, side, 1)
  const getWithKills = await getWhileKilling(tabs, keys)
  const all = [...late, ...tabs]
  await Promise.all(all.map((tab) => tab.close()))
  return {
    side: side.name,
    readyMs: tabs.map(({ readyMs }) => readyMs),
    trueMs,
    settledMs,
    duplicates,
    paths,
    put,
    get,
    lateReadyMs: late[0]?.readyMs ?? Number.NaN,
    reloads: all.reduce((sum, { reloads }) => sum + reloads, 0),
    getWithKills,
  }
}

/** Kills the tabs one after the other, and fetches from the others all the while. */
async function getWhileKilling(tabs: readonly Tab[], keys: readonly string[]): Promise<Timings> {
  const doomed = tabs.filter((_, index) => index % KILL_EVERY === 0)
  const others = tabs.filter((tab) => !doomed.includes(tab))
  const share = Math.ceil((2 * keys.length) / doomed.length)
  const ms: number[] = []
  let failed = 0
  for (const tab of doomed) {
    await tab.close()
    const timings = await getMany(others, keys, share)
    ms.push(...timings.ms)
    failed += timings.failed
  }
  return { ms, failed }
}

type Connections = ReturnType<NonNullable<Window['bench']>['connections']>

/** What each tab is connected to. */
function connectionsOf(tabs: readonly Tab[]): Promise<Connections[]> {
  return Promise.all(tabs.map(({ page }) => page.evaluate(() => window.bench?.connections() ?? [])))
}

/**
 * Waits until the wires of all tabs are as they were for a while: those that are relayed at first
 * become direct. Returns since when they are, in milliseconds since the epoch.
 */
async function untilSettled(tabs: readonly Tab[]): Promise<number> {
  const begunAt = Date.now()
  let before = ''
  let since = begunAt
  while (Date.now() - begunAt < MOST_SETTLING_MS && Date.now() - since < SETTLED_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    const lists = await connectionsOf(tabs)
    const now = JSON.stringify(lists.map((list) => list.map((each) => Object.values(each)).sort()))
    if (now !== before) since = Date.now()
    before = now
  }
  return since
}

function countConnections(lists: readonly Connections[]): {
  duplicates: number
  paths: Record<string, number>
} {
  const paths: Record<string, number> = {}
  for (const { path } of lists.flat()) paths[path] = (paths[path] ?? 0) + 1
  const pairs = lists.map((list) => new Set(list.map(({ peer }) => peer)).size)
  const duplicates = lists.reduce((sum, list, index) => sum + list.length - (pairs[index] ?? 0), 0)
  return { duplicates, paths }
}
