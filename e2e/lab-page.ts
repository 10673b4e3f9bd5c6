// A page with a Lab of its own, served without a relay, and what is true of its peers.

import { expect, test as base, type Page } from '@playwright/test'
import type { KadId, PeerName } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import { newPage } from './room.ts'
import { servePage } from './processes.ts'

/** A live peer as the page's own surface tells it. */
export interface TruePeer {
  readonly peerId: PeerName
  readonly kadId: KadId
}

/** Playwright's `test` with pages that run a Lab. */
export const test = base.extend<{
  openLab: (query: string, peers: number) => Promise<Page>
}>({
  openLab: async ({ browser }, use) => {
    const served = await servePage()
    const faults: string[] = []
    const pages: Page[] = []
    await use(async (query, peers) => {
      const page = await newPage(browser, faults)
      pages.push(page)
      await page.goto(`${served.url}/${query}`)
      await expect.poll(async () => (await truePeers(page)).length, { timeout: 60_000 }).toBe(peers)
      await page.evaluate(() => window.kadscope.ready)
      await expect
        .poll(() => page.evaluate(() => window.kadscope.snapshot().stage), { timeout: 60_000 })
        .toBe('ready')
      return page
    })
    await Promise.all(pages.map((page) => page.context().close()))
    await served.stop()
    expect(faults).toEqual([])
  },
})

/** The live peers that the page knows of. */
export async function truePeers(page: Page): Promise<TruePeer[]> {
  const { peers } = await page.evaluate(() => window.kadscope.world())
  return peers.filter(({ live }) => live).map(({ peerId, kadId }) => ({ peerId, kadId }))
}

/** The k closest by brute force, nearest first; a peer at the very id is left out on demand. */
export function bruteForce(peers: readonly TruePeer[], target: KadId, k: number): PeerName[] {
  return closestTo(target, peers, k, ({ kadId }) => kadId).map(({ peerId }) => peerId)
}

/** An attribute of all elements with a test id, in their order. */
export function attributes(page: Page, testid: string, name: string): Promise<string[]> {
  return page
    .getByTestId(testid)
    .evaluateAll((all, attribute) => all.map((one) => one.getAttribute(attribute) ?? ''), name)
}

/** All that a view's elements say of themselves: test ids, data and text, without what is only drawn. */
export function domState(page: Page, view: string): Promise<string[]> {
  return page.getByTestId(`view-${view}`).evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('[data-testid]')].map((element) => {
      const data = Object.entries(element.dataset).map(([name, value]) => `${name}=${value ?? ''}`)
      return data.sort().join(' ')
    }),
  )
}

/** Pauses, goes back and forth again, and says what the view was before and after. */
export async function thereAndBack(
  page: Page,
  view: string,
  steps: number,
): Promise<[before: string[], after: string[]]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const timeline = page.getByTestId('timeline')
  const press = async (key: string, times: number): Promise<void> => {
    for (let i = 0; i < times; i += 1) await page.keyboard.press(key)
  }
  await press('ArrowLeft', 3)
  await expect(timeline).toHaveAttribute('data-state', 'paused')
  const position = Number(await timeline.getAttribute('data-position'))
  const before = await domState(page, view)
  await press('ArrowLeft', steps)
  await expect(timeline).toHaveAttribute('data-position', (position - steps).toString())
  await press('ArrowRight', steps)
  await expect(timeline).toHaveAttribute('data-position', position.toString())
  return [before, await domState(page, view)]
}
