// What the browser tests do with recordings: serve the page without a relay, and know what is in a trace.

import { readFileSync } from 'node:fs'
import { expect, test as base, type Locator, type Page } from '@playwright/test'
import type { Envelope } from '../src/event/envelope.ts'
import { decodeTrace } from '../src/event/trace.ts'
import { emptyWorld } from '../src/world/empty-world.ts'
import { fold } from '../src/world/reduce.ts'
import type { World } from '../src/world/world.ts'
import { sampleFile, type Sample } from '../web/state/samples.ts'
import { servePage } from './processes.ts'
import { newPage } from './room.ts'

/** The page on a plain file host. */
export interface ReplayFixture {
  readonly url: string
  /** Opens the page in a window of its own. @param query such as `?start` */
  open(query: string): Promise<Page>
}

/** Playwright's `test` with the built page on a plain file host. */
export const test = base.extend<{ host: ReplayFixture }>({
  host: async ({ browser }, use) => {
    const host = await servePage()
    const faults: string[] = []
    const pages: Page[] = []
    await use({
      url: host.url,
      async open(query) {
        const page = await newPage(browser, faults)
        pages.push(page)
        await page.goto(`${host.url}/${query}`)
        return page
      },
    })
    await Promise.all(pages.map((page) => page.context().close()))
    await host.stop()
    expect(faults).toEqual([])
  },
})

/** The envelopes of a recording that comes with the page. */
export function sampleEnvelopes(name: Sample['name']): readonly Envelope[] {
  return decodeTrace(sampleText(name)).envelopes
}

/** The file of a recording that comes with the page. */
export function sampleText(name: Sample['name']): string {
  return readFileSync(`public/${sampleFile({ name })}`, 'utf8')
}

/** The World after so many envelopes, folded here and not in the page. */
export function worldAfter(envelopes: readonly Envelope[], count: number): World {
  return fold(emptyWorld(), envelopes.slice(0, count))
}

/** Waits until the page has the whole recording, and pauses it. */
export async function untilLoaded(page: Page, total: number): Promise<void> {
  await expect(page.getByTestId('timeline')).toHaveAttribute('data-total', String(total))
  const timeline = page.getByTestId('timeline')
  if ((await timeline.getAttribute('data-state')) !== 'paused') await page.keyboard.press('End')
  await expect(timeline).toHaveAttribute('data-state', 'paused')
}

/** How many envelopes the page shows. */
export async function positionOf(page: Page): Promise<number> {
  return Number(await page.getByTestId('timeline').getAttribute('data-position'))
}

/** The words of an element without any white space: that depends on the markup, not on the words. */
export async function wordsOf(element: Locator): Promise<string> {
  return withoutSpace((await element.textContent()) ?? '')
}

/** Text without any white space. */
export function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/g, '')
}
