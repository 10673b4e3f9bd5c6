// Measures a Lab in the built page: when its peers are ready, and how long the page's own tasks are.

import { chromium, type Browser, type Page } from '@playwright/test'
import { ensureChromium, launchArgs } from '../e2e/browser.ts'
import { servePage } from '../e2e/processes.ts'
import { buildRealPage } from './build-page.ts'
import { watchTasks, type LongTasks } from './long-tasks.ts'
import { countFrames, measure } from './page-measure.ts'
import { median } from './statistics.ts'

/** What is measured, each in a page of its own: the largest Labs are where views differ. */
const VIEWS = ['network', 'xor', 'lookups'] as const
const LARGE = 1_000

/** How long a view is watched once all peers are ready, in milliseconds. */
const WATCH_MS = 5_000

/** How often a page is opened for its times: those of a second vary by a third. */
const OPENINGS = 7

/** How often that of a large Lab is. */
const OPENINGS_OF_LARGE = 1

/** One view of one Lab; times are milliseconds since the address was opened. */
export interface LabPageFigures {
  readonly peers: number
  readonly view: string
  /** Until the worker has made its first peers, each time that it was opened. */
  readonly runningMs: readonly number[]
  /** Until the page knows that all peers have joined. */
  readonly readyMs: readonly number[]
  /** Tasks of the main thread over 50 ms while peers joined. */
  readonly joining: LongTasks
  /** The same once all were ready, with five lookups a second. */
  readonly watching: LongTasks
  readonly framesPerSecond: number
}

/** Builds the page and measures Labs of so many peers in it. */
export async function measureLabPage(
  sizes: readonly number[],
  tell: (figures: LabPageFigures) => void,
): Promise<void> {
  await buildRealPage()
  const host = await servePage()
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: launchArgs() })
  for (const peers of sizes) {
    for (const view of peers < LARGE ? VIEWS.slice(0, 1) : VIEWS) {
      tell(await measureView(browser, { url: host.url, peers, view }))
    }
  }
  await browser.close()
  await host.stop()
}

interface View {
  readonly url: string
  readonly peers: number
  readonly view: string
}

/** Its times and its tasks in pages of their own: a browser that keeps a trace is slower. */
async function measureView(browser: Browser, view: View): Promise<LabPageFigures> {
  const { peers, view: name } = view
  const openings: Opening[] = []
  for (let left = peers < LARGE ? OPENINGS : OPENINGS_OF_LARGE; left > 0; left -= 1) {
    openings.push(await timesOf(browser, view))
  }
  return {
    peers,
    view: name,
    runningMs: openings.map(({ runningMs }) => runningMs),
    readyMs: openings.map(({ readyMs }) => readyMs),
    framesPerSecond: median(openings.map(({ framesPerSecond }) => framesPerSecond)),
    ...(await tasksOf(browser, view)),
  }
}

/** A page that was opened once. */
interface Opening {
  readonly runningMs: number
  readonly readyMs: number
  readonly framesPerSecond: number
}

async function timesOf(browser: Browser, view: View): Promise<Opening> {
  const page = await newPage(browser)
  await page.addInitScript(countFrames)
  await page.goto(addressOf(view))
  const runningMs = await untilRunning(page)
  const readyMs = await untilReady(page)
  const { framesPerSecond } = await measure(page, WATCH_MS)
  await page.close()
  return { runningMs, readyMs, framesPerSecond }
}

async function tasksOf(
  browser: Browser,
  view: View,
): Promise<Pick<LabPageFigures, 'joining' | 'watching'>> {
  const page = await newPage(browser)
  const joined = await watchTasks(browser, page)
  await page.goto(addressOf(view))
  await untilReady(page)
  const joining = await joined()
  const watched = await watchTasks(browser, page)
  await page.waitForTimeout(WATCH_MS)
  const watching = await watched()
  await page.close()
  return { joining, watching }
}

function newPage(browser: Browser): Promise<Page> {
  return browser.newPage({ viewport: { width: 1280, height: 800 } })
}

function addressOf({ url, peers, view }: View): string {
  return `${url}/?lab=${peers}&lookupsPerSecond=5&view=${view}`
}

/** The page's time when all peers have joined, in milliseconds. */
function untilReady(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await window.kadscope.ready
    return performance.now()
  })
}

/** The page's time when it has a Lab, in milliseconds. */
async function untilRunning(page: Page): Promise<number> {
  const found = (): number => {
    try {
      window.kadscope.lab()
      return performance.now()
    } catch {
      return 0
    }
  }
  const time = await page.waitForFunction(found, undefined, { polling: 50 })
  return time.jsonValue()
}
