// Real tabs of a real browser, in which the bench measures.

import type { Browser, BrowserContext, Page } from '@playwright/test'
import type { Side } from './room-sides.ts'
import './tab-api.ts'

/** How long a tab may take until it is ready, in milliseconds. */
const READY_MS = 60_000

/** A tab whose peer is ready. */
export interface Tab {
  readonly page: Page
  readonly peerId: string
  /** From the call for the page until its peer had its first contact, in milliseconds. */
  readonly readyMs: number
  close(): Promise<void>
}

declare global {
  interface Window {
    readyAt?: number
  }
}

/** Opens a tab in a window and storage of its own, and waits until its peer is ready. */
export async function openTab(browser: Browser, side: Side): Promise<Tab> {
  const context = await browser.newContext()
  await context.addInitScript(noteReady)
  const page = await context.newPage()
  const calledAt = Date.now()
  await page.goto(side.url)
  await side.prepare(page)
  const limits = { timeout: READY_MS, polling: 20 }
  await page.waitForFunction(() => window.readyAt !== undefined, undefined, limits)
  const { readyAt, peerId } = await page.evaluate(() => ({
    readyAt: window.readyAt ?? Number.NaN,
    peerId: window.bench?.peerId() ?? '',
  }))
  return { page, peerId, readyMs: readyAt - calledAt, close: () => closeAll(context) }
}

/** Opens several at once. */
export function openTabs(browser: Browser, side: Side, count: number): Promise<Tab[]> {
  return Promise.all(Array.from({ length: count }, () => openTab(browser, side)))
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

async function closeAll(context: BrowserContext): Promise<void> {
  await context.close()
}
