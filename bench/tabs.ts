// Real tabs of a real browser, in which the bench measures.

import type { Browser, Page } from '@playwright/test'
import type { Side } from './room-sides.ts'
import './tab-api.ts'
import '../src/base/polyfills.ts'

/** How long a tab may take until it is ready, in milliseconds. */
const READY_MS = 60_000

/** A page that ends with an error is loaded anew so many times, as its user would do it. */
const MOST_RELOADS = 5

/** A tab whose peer is ready. */
export interface Tab {
  readonly page: Page
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
    readyAt?: number
  }
}

/**
 * Opens several tabs at once, each in a window and storage of its own, and waits until their peers
 * are ready. The windows are there before the time begins: in a class each is on a laptop whose
 * browser runs, and making them took a fifth of what eight tabs need.
 */
export async function openTabs(browser: Browser, side: Side, count: number): Promise<OpenedTabs> {
  const pages = await Promise.all(Array.from({ length: count }, () => openWindow(browser)))
  const calledAt = Date.now()
  return { tabs: await Promise.all(pages.map((page) => callFor(page, side))), calledAt }
}

async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext()
  await context.addInitScript(noteReady)
  return context.newPage()
}

async function callFor(page: Page, side: Side): Promise<Tab> {
  const calledAt = Date.now()
  let reloads = 0
  while (!(await isLoaded(page, side))) {
    reloads += 1
    if (reloads > MOST_RELOADS) throw new Error(`${side.name}: the page does not come up`)
  }
  const limits = { timeout: READY_MS, polling: 20 }
  await page.waitForFunction(() => window.readyAt !== undefined, undefined, limits)
  const { readyAt, peerId } = await page.evaluate(() => ({
    readyAt: window.readyAt ?? Number.NaN,
    peerId: window.bench?.peerId() ?? '',
  }))
  const close = (): Promise<void> => page.context().close()
  return { page, peerId, readyMs: readyAt - calledAt, reloads, close }
}

/**
 * Loads the page and waits for its peer; false when its script ended with an error instead. On a
 * busy machine that is how the libraries alone end when the relay is slow to answer.
 */
async function isLoaded(page: Page, side: Side): Promise<boolean> {
  const failed = Promise.withResolvers<false>()
  const onError = (): void => {
    failed.resolve(false)
  }
  page.once('pageerror', onError)
  try {
    await page.goto(side.url)
    const prepared = side.prepare(page).then(() => true)
    // Waiting goes on until the page is loaded anew, and fails then.
    prepared.catch(() => undefined)
    return await Promise.race([prepared, failed.promise])
  } finally {
    page.off('pageerror', onError)
  }
}

/** Runs in the page before all else: notes the time when the own peer is ready. */
function noteReady(): void {
  const timer = setInterval(() => {
    const own = (window as { kadscope?: { ready: Promise<void> } }).kadscope ?? window.bench
    if (own === undefined) return
    clearInterval(timer)
    const note = (): void => {
      window.readyAt = Date.now()
    }
    own.ready.then(note, note)
  }, 5)
}
