// Real tabs of a real browser, in which the bench measures.

import type { QuietBrowser, QuietPage } from './quiet-browser.ts'
import type { Side } from './room-sides.ts'
import './tab-api.ts'
import '../src/base/polyfills.ts'

/** How long a tab may take until it is ready, in milliseconds. */
const READY_MS = 60_000

/** What new windows cost is over after so long, in milliseconds. */
const REST_MS = 1_000

/** A page that ends with an error is loaded anew so many times, as its user would do it. */
const MOST_RELOADS = 5

/** A tab whose peer is ready. */
export interface Tab {
  readonly page: QuietPage
  readonly peerId: string
  /** From the call for the page until its peer had its first contact, in milliseconds. */
  readonly readyMs: number
  /** How often the page ended with an error and was loaded anew. */
  readonly reloads: number
  close(): Promise<void>
}

/** Tabs that were called for at once. */
export interface OpenedTabs {
  readonly tabs: readonly Tab[]
  /** When they were called for, in milliseconds since the epoch. */
  readonly calledAt: number
}

declare global {
  interface Window {
    /** When the own peer was ready, in milliseconds since the epoch. */
    readyAt?: number
    /** The page's script has ended with an error. */
    hasFailed?: boolean
  }
}

/**
 * Opens several tabs at once, each in a window and storage of its own, and waits until their peers
 * are ready. The windows are there before the time begins: in a class each is on a laptop whose
 * browser runs, and making them took a fifth of what eight tabs need.
 */
export async function openTabs(
  browser: QuietBrowser,
  side: Side,
  count: number,
): Promise<OpenedTabs> {
  const all = Array.from({ length: count }, () => browser.newPage(note))
  const pages = await Promise.all(all)
  await new Promise((resolve) => setTimeout(resolve, REST_MS))
  const calledAt = Date.now()
  return { tabs: await Promise.all(pages.map((page) => callFor(page, side))), calledAt }
}

async function callFor(page: QuietPage, side: Side): Promise<Tab> {
  const calledAt = Date.now()
  for (let reloads = 0; reloads <= MOST_RELOADS; reloads += 1) {
    await page.open(side.url)
    if (!(await page.evaluate(untilReady, READY_MS))) continue
    const { readyAt, peerId } = await page.evaluate(() => ({
      readyAt: window.readyAt ?? Number.NaN,
      peerId: window.bench?.peerId() ?? '',
    }))
    return { page, peerId, readyMs: readyAt - calledAt, reloads, close: () => page.close() }
  }
  throw new Error(`${side.name}: the page does not come up`)
}

// These two run in the page, so they use nothing of this file.

/**
 * Runs before all else: makes `bench` of Kadscope's own surface where there is none, notes when the
 * own peer is ready, and whether the page's script ended with an error. On a busy machine that is
 * how the libraries alone end when the relay is slow to answer.
 */
function note(): void {
  const fail = (): void => {
    window.hasFailed = window.bench === undefined
  }
  window.addEventListener('error', fail)
  window.addEventListener('unhandledrejection', fail)
  const timer = setInterval(() => {
    const { kadscope: own } = window as { kadscope?: Window['kadscope'] }
    if (own !== undefined) {
      window.bench ??= {
        ready: own.ready,
        peerId: () => own.peerId(),
        closest: (key) => own.closest(key),
        put: async (key, value) => {
          await own.put(value, { key })
        },
        get: async (key) => {
          await own.get(key)
        },
        connections: () => own.snapshot().connections,
      }
    }
    if (window.bench === undefined) return
    clearInterval(timer)
    const atOnce = (): void => {
      window.readyAt = Date.now()
    }
    window.bench.ready.then(atOnce, atOnce)
  }, 5)
}

/** Whether the own peer came to be ready, and the page did not end with an error instead. */
async function untilReady(limitMs: number): Promise<boolean> {
  const until = Date.now() + limitMs
  while (window.readyAt === undefined && window.hasFailed !== true) {
    if (Date.now() > until) throw new Error('the peer is not ready within a minute')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return window.readyAt !== undefined
}
