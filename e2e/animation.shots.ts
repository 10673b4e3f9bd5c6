// Makes the README's animation from a real room: a put and a get among four tabs.

import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { gifOf, type Shot } from './gif.ts'
import { peerIdOf, relayIdOf, test, untilFormed } from './room.ts'

const FILE = 'docs/images/put-get.gif'

/** The largest that the animation may be, in bytes. */
const MOST_BYTES = 3 * 1024 * 1024

/** The least time between two pictures, in milliseconds; taking one takes its time too. */
const EVERY_MS = 120

/** How long the last picture stands, in milliseconds. */
const LAST_MS = 2_500

/** Takes pictures of a page, with the time between them, until `done`. */
async function film(page: Page, done: Promise<unknown>, shots: Shot[]): Promise<void> {
  const state = { over: false }
  const end = done.then(() => (state.over = true))
  while (!state.over) {
    const begunAt = performance.now()
    const png = await page.screenshot({ animations: 'allow' })
    const left = EVERY_MS - (performance.now() - begunAt)
    if (left > 0) await page.waitForTimeout(left)
    shots.push({ png, ms: performance.now() - begunAt })
  }
  await end
}

test('an animation of a put and a get', async ({ room }) => {
  test.setTimeout(240_000)
  const pages = await room.openAll(['?view=network,lookups&split=58', '', '', ''])
  const [shown, reader] = pages as [Page, Page]
  await shown.setViewportSize({ width: 1100, height: 620 })
  await Promise.all(pages.map(peerIdOf))
  await untilFormed(pages, [await relayIdOf(room.relay)])
  await shown.waitForTimeout(3_000)
  const shots: Shot[] = []
  /** What is asked for plays for about three seconds after it was really over. */
  const played = (): Promise<void> => shown.waitForTimeout(4_500)
  const { key } = await reader.evaluate(() =>
    window.kadscope.put({ title: 'What is a DHT?' }, { key: '/u/hello' }),
  )
  await film(
    shown,
    shown.evaluate(() => window.kadscope.put('hello, room', { key: '/u/note' })).then(played),
    shots,
  )
  await film(shown, shown.evaluate((name) => window.kadscope.get(name), key).then(played), shots)
  const last = shots.pop()
  if (last !== undefined) shots.push({ ...last, ms: LAST_MS })
  const gif = gifOf(shots)
  expect(gif.length).toBeLessThan(MOST_BYTES)
  mkdirSync('docs/images', { recursive: true })
  writeFileSync(FILE, gif)
})
