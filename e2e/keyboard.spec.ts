// By keyboard alone: every view is walked through with Tab, and what it is for can be done.

import { expect, type Page } from '@playwright/test'
import { VIEWS, type ViewName } from '../web/state/address.ts'
import { sampleEnvelopes, test, untilLoaded } from './replay.ts'
import { faultsOf, walk, type Stop } from './tab-walk.ts'

const told = sampleEnvelopes('put-get')
const put = told.find(({ event }) => event.kind === 'lookup.started' && event.operation === 'put')
if (put?.event.kind !== 'lookup.started') throw new Error('nothing was put in the recording')
const CHOSEN = `peer=${put.peer}&lookup=${put.event.lookup}&key=${put.event.key ?? ''}`

/** More stops than this are a way that nobody goes. */
const MOST_STOPS = 130

/** The parts of the page, in the order in which they are gone through. */
const PARTS = ['header', 'view', 'beside', 'timeline', 'foot'] as const

function expectInOrder(stops: readonly Stop[], what: string): void {
  const parts = stops.map(({ part }) => PARTS.findIndex((one) => one === part))
  expect(parts, what).toEqual([...parts].sort((a, b) => a - b))
  expect(new Set(stops.map(({ part }) => part)).size, what).toBeGreaterThan(2)
}

for (const [name, size] of Object.entries({
  phone: { width: 360, height: 740 },
  laptop: { width: 1440, height: 900 },
})) {
  test(`Tab goes through every view and out of it again, ${name}`, async ({ host }) => {
    test.setTimeout(240_000)
    for (const view of VIEWS) {
      const page = await host.open(`?trace=traces/put-get.jsonl&view=${view}&${CHOSEN}`)
      await page.setViewportSize(size)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await untilLoaded(page, told.length)
      if ((await page.getByTestId(`tab-${view}`).count()) === 0) continue
      const stops = await walk(page, MOST_STOPS)
      expect(faultsOf(stops), view).toEqual([])
      expectInOrder(stops, view)
      await page.close()
    }
  })
}

test('Shift+Tab goes the same way back', async ({ host }) => {
  const page = await open(host.open, 'lookups')
  const there = await walk(page, MOST_STOPS)
  const back = await walk(page, MOST_STOPS, 'Shift+Tab')
  expect(back.map(({ what }) => what)).toEqual(there.map(({ what }) => what).reverse())
})

test('the start page is gone through too', async ({ host }) => {
  const page = await host.open('?start')
  await expect(page.getByTestId('start-page')).toBeVisible()
  const stops = await walk(page, MOST_STOPS)
  expect(faultsOf(stops)).toEqual([])
  expect(stops.length).toBeGreaterThan(5)
})

test('a sheet takes the focus, keeps it, and gives it back', async ({ host }) => {
  const page = await open(host.open, 'log')
  for (const id of ['settings', 'recording', 'export']) {
    await page.getByTestId(id).focus()
    await page.keyboard.press('Enter')
    const sheet = page.getByTestId(`${id}-content`)
    await expect(sheet).toBeVisible()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    const inside = await sheet.evaluate(
      (box) => box.closest('[role=dialog]')?.contains(document.activeElement) ?? false,
    )
    expect(inside, id).toBe(true)
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
    await expect(page.getByTestId(id)).toBeFocused()
  }
})

test('each view does by keyboard what it is for', async ({ host }) => {
  test.setTimeout(120_000)

  await test.step('a view is opened, and a peer of the picture chosen', async () => {
    const page = await open(host.open, 'log', '')
    await tabTo(page, '[data-testid=tab-network]')
    await page.keyboard.press('Enter')
    await tabTo(page, '[data-testid=network-peer] button')
    const picture = page.getByTestId('view-network')
    const before = await picture.screenshot()
    await page.keyboard.press('ArrowRight')
    // It is marked in the picture, where alone one can see it.
    await expect.poll(async () => before.equals(await picture.screenshot())).toBe(false)
    const peer = await focused(page, '[data-testid=network-peer]', 'data-peer')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).searchParams.get('peer')).toBe(peer)
  })

  await test.step('the viewpoint of the space is changed', async () => {
    const page = await open(host.open, 'xor')
    const before = await page.getByTestId('space').getAttribute('data-viewpoint')
    await tabTo(page, '[data-testid=viewpoint-key]')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('space')).not.toHaveAttribute('data-viewpoint', before ?? '')
  })

  await test.step('a contact of a bucket is looked at', async () => {
    const page = await open(host.open, 'buckets')
    await tabTo(page, '[data-testid=bucket-slot] button')
    await page.keyboard.press('ArrowRight')
    const peer = await focused(page, '[data-testid=bucket-slot]', 'data-peer')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).searchParams.get('peer')).toBe(peer)
  })

  await test.step('a lookup is chosen and stepped through', async () => {
    const page = await open(host.open, 'lookups')
    await tabTo(page, '[data-testid=lookups-which-upkeep]')
    await page.keyboard.press('Enter')
    await tabTo(page, '[data-testid=lookup-row]')
    await page.keyboard.press('ArrowDown')
    const lookup = await focused(page, '[data-testid=lookup-row]', 'data-lookup')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('lookup')).toHaveAttribute('data-lookup', lookup)
    await tabTo(page, '[data-testid=lookup-step]')
    const steps = page.getByTestId('lookup-steps')
    await page.keyboard.press('Home')
    await expect(steps).toHaveAttribute('data-step', '0')
    await page.keyboard.press('ArrowRight')
    await expect(steps).toHaveAttribute('data-step', '1')
  })

  await test.step('a record is opened', async () => {
    const page = await open(host.open, 'records', '')
    await tabTo(page, '[data-testid=record-row] button')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('holders')).toBeVisible()
  })

  await test.step('an event of the Log is read raw, and gone to', async () => {
    const page = await open(host.open, 'log')
    await tabTo(page, '[data-testid=log-row] button')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    const index = Number(await focused(page, '[data-testid=log-row]', 'data-index'))
    expect(index).toBe(told.length - 3)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('timeline')).toHaveAttribute('data-position', String(index + 1))
    await tabTo(page, '[data-testid=log-raw]')
    await page.keyboard.press('Enter')
    await expect(page.locator('[data-testid=log-row] pre')).toBeVisible()
  })
})

async function open(
  openPage: (query: string) => Promise<Page>,
  view: ViewName,
  chosen = CHOSEN,
): Promise<Page> {
  const page = await openPage(`?trace=traces/put-get.jsonl&view=${view}&${chosen}`)
  await page.setViewportSize({ width: 1440, height: 900 })
  await untilLoaded(page, told.length)
  return page
}

/** Presses Tab until what has the focus matches. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await page.keyboard.press('Tab')
    const there = await page.evaluate((wanted) => {
      return document.activeElement?.matches(wanted) ?? false
    }, selector)
    if (there) return
  }
  throw new Error(`Tab never comes to ${selector}`)
}

/** An attribute of the part of the page that the focus is in. */
function focused(page: Page, selector: string, attribute: string): Promise<string> {
  return page.evaluate(
    ([wanted, name]) =>
      document.activeElement?.closest(wanted)?.getAttribute(name) ?? 'it has not the focus',
    [selector, attribute] as const,
  )
}
