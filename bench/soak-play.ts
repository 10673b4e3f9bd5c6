// What happens in the soak, one thing after the other, chosen by a seeded die.

import type { Random } from '../src/base/random.ts'
import type { RecordKey } from '../src/kad/kad-id.ts'
import { mustBeFound } from './soak-oracle.ts'
import type { SoakRoom, SoakTab } from './soak-room.ts'

/** What was counted. */
export interface SoakCounts {
  joins: number
  leaves: number
  reloads: number
  restarts: number
  puts: number
  putsFailed: number
  gets: number
  /** Gets of records that nobody needed to hold any more. */
  getsExcused: number
  /** Gets that found their record only when asked again some seconds later. */
  getsRetried: number
  /** Gets that failed although a peer among the k closest held the record. */
  getsFailed: string[]
}

/** Counts of nothing. */
export function noCounts(): SoakCounts {
  return {
    ...{ joins: 0, leaves: 0, reloads: 0, restarts: 0, puts: 0, putsFailed: 0 },
    ...{ gets: 0, getsExcused: 0, getsRetried: 0, getsFailed: [] },
  }
}

/** What the play is made with. */
export interface PlayInit {
  readonly room: SoakRoom
  readonly random: Random
  readonly counts: SoakCounts
  /** Tabs at most, and at least. */
  readonly most: number
  readonly least: number
  /** Records at most; once there are so many, they are put again. */
  readonly records: number
  /** Tabs that stay, for their memory to be watched. */
  readonly stays: readonly SoakTab[]
}

/** A tab takes part once it has been in for so long, in milliseconds. */
const SETTLED_MS = 3_000

/** A get that failed is tried again after so long: a table may have been behind the churn. */
const AGAIN_MS = 4_000

type Action = 'put' | 'get' | 'join' | 'leave' | 'reload'

/** How often each happens: a class mostly works, and now and then somebody comes or goes. */
const DIE: readonly Action[] = [
  ...Array.from({ length: 6 }, (): Action => 'put'),
  ...Array.from({ length: 14 }, (): Action => 'get'),
  ...Array.from({ length: 2 }, (): Action => 'join'),
  'leave',
  'reload',
]

/** Plays; `step` does the next thing that happens. */
export function createPlay(init: PlayInit): { step(): Promise<void>; restart(): Promise<void> } {
  const { room, random, counts, stays } = init
  const keys: RecordKey[] = []

  function settled(): SoakTab[] {
    return room.tabs.filter(({ freshAt }) => Date.now() - freshAt > SETTLED_MS)
  }

  function passing(): SoakTab[] {
    return room.tabs.filter((tab) => !stays.includes(tab))
  }

  async function put(): Promise<void> {
    const tab = pickFrom(random, settled())
    if (tab === undefined) return
    const known = keys.length < init.records ? undefined : pickFrom(random, keys)
    const key = known ?? (`/u/soak-${keys.length}` as RecordKey)
    counts.puts += 1
    const stored = await tab.page.evaluate(storeIn, { key, value: `value of ${key}` })
    if (!stored) counts.putsFailed += 1
    else if (known === undefined) keys.push(key)
  }

  async function get(): Promise<void> {
    const [tab, key] = [pickFrom(random, settled()), pickFrom(random, keys)]
    if (tab === undefined || key === undefined) return
    counts.gets += 1
    const before = await room.moment()
    const first = await tab.page.evaluate(fetchIn, key)
    if (first === 'found') return
    if (!mustBeFound(key, before)) {
      counts.getsExcused += 1
      return
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    const again = await room.moment()
    const second = await tab.page.evaluate(fetchIn, key)
    if (second === 'found') counts.getsRetried += 1
    else if (!mustBeFound(key, again)) counts.getsExcused += 1
    else counts.getsFailed.push(`${tab.name} got ${key}: ${first}, then ${second}`)
  }

  async function step(): Promise<void> {
    const action = random.pick(DIE)
    if (action === 'put') return put()
    if (action === 'get') return get()
    if (action === 'join' && room.tabs.length < init.most) {
      await room.join()
      counts.joins += 1
    }
    if (action === 'leave' && room.tabs.length > init.least) {
      const tab = pickFrom(random, passing())
      if (tab !== undefined) await room.leave(tab)
      counts.leaves += 1
    }
    if (action === 'reload') {
      const tab = pickFrom(random, passing())
      if (tab !== undefined) await room.reload(tab)
      counts.reloads += 1
    }
  }

  return {
    step,
    async restart() {
      await room.restartRelay()
      counts.restarts += 1
    },
  }
}

function pickFrom<T>(random: Random, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : random.pick(items)
}

// These two run in the page.

function storeIn({ key, value }: { key: string; value: string }): Promise<boolean> {
  return window.kadscope.put(value, { key }).then(
    () => true,
    () => false,
  )
}

function fetchIn(key: string): Promise<string> {
  return window.kadscope.get(key).then(
    ({ value }) => (value === `value of ${key}` ? 'found' : 'another value'),
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  )
}
