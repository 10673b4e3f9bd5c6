// The way into a room: peers go before pictures, so the page's code comes after the peer.

import { expect, type Page } from '@playwright/test'
import { newPage, test } from './room.ts'

declare global {
  interface Window {
    /** Whether the timeline was ever painted beside an empty pane. */
    wasHalf?: boolean
  }
}

/** Names of the files that a page asked for, as they come. */
function filesOf(page: Page): string[] {
  const files: string[] = []
  page.on('request', (request) => {
    files.push(new URL(request.url()).pathname.split('/').at(-1) ?? '')
  })
  return files
}

function isOfPage(file: string): boolean {
  return /^(Page|NetworkView)-.*js$/.test(file)
}

/** Runs in the page before all else: looks at each frame whether only part of the page is there. */
function watchFrames(): void {
  const look = (): void => {
    const round = document.querySelector('[data-testid=timeline]')
    const view = document.querySelector('[data-testid=network-sentence]')
    window.wasHalf = window.wasHalf === true || (round !== null && view === null)
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

test('no code of the page is asked for while its peer comes in; then all of it is shown at once', async ({
  room,
  browser,
}) => {
  const faults: string[] = []
  const page = await newPage(browser, faults)
  const files = filesOf(page)
  await page.addInitScript(watchFrames)
  let answer = (): void => undefined
  const asked = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/api/room*', async (route) => {
    await asked
    await route.continue()
  })
  await page.goto(room.relay.url)
  const arriving = page.getByTestId('arriving')
  await expect(arriving).toContainText('Joining the room')
  await expect(page.getByTestId('to-start')).toBeVisible()
  expect(files.filter(isOfPage)).toEqual([])

  answer()
  await expect(page.getByTestId('network-sentence')).toBeVisible()
  await expect(arriving).toBeHidden()
  expect(files.filter(isOfPage)).toHaveLength(2)
  expect(await page.evaluate(() => window.wasHalf)).toBe(false)
  expect(faults).toEqual([])
  await page.context().close()
})

test('a page whose relay is silent comes up at once and says so', async ({ room, browser }) => {
  const page = await newPage(browser, [])
  await page.route('**/api/room*', (route) => route.abort())
  await page.goto(room.relay.url)
  await expect(page.getByTestId('notice')).toBeVisible()
  await expect(page.getByTestId('timeline')).toBeVisible()
  await expect(page.getByTestId('arriving')).toBeHidden()
  await page.context().close()
})

test('a page whose code and typefaces do not come at first is asked for again, and says so if it never comes', async ({
  room,
  browser,
}) => {
  const page = await newPage(browser, [])
  let refused = 0
  let refuses = (): boolean => refused <= 1
  await page.route(/\/(Page|fonts)-[^/]*\.(js|css)$/, async (route) => {
    if (route.request().url().includes('Page-') && route.request().url().endsWith('.js')) refused++
    if (refuses()) await route.abort()
    else await route.continue()
  })
  await page.goto(room.relay.url)
  await expect(page.getByTestId('network-sentence')).toBeVisible()
  expect(refused).toBe(2)

  refuses = () => true
  await page.reload()
  await expect(page.getByText('The page could not be loaded.')).toBeVisible()
  await page.context().close()
})
