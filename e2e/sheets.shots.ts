// Every picture of every view at every size, dark and light, for 8 and 200 peers, as sheets to look
// at: `npm run screenshots`. They show the page and are not kept in the repository.

import { mkdir } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { test } from './lab-page.ts'
import { eachPicture, resize, SIZES } from './sizes.ts'

const FOLDER = 'test-results/sheets'

/** Width of a picture on a sheet, in pixels; that of a phone is shown as it is. */
const THUMB = 960

/** Time for what slides to its new place, in milliseconds: it is drawn on canvases, which tell nothing of it. */
const REST_MS = 700

/** Time for the peers to find their places by their wires, in milliseconds. */
const SETTLE_MS = 30_000

interface Shot {
  readonly title: string
  readonly picture: Buffer
}

for (const peers of [8, 200]) {
  test(`sheets of ${peers} peers`, async ({ openLab, browser }) => {
    test.setTimeout(900_000)
    await mkdir(FOLDER, { recursive: true })
    const page = await openLab(`?lab=${peers}&k=4&seed=crowd&view=network`, peers)
    const { key } = await page.evaluate(() =>
      window.kadscope.put({ title: 'What is a DHT?', words: ['distance', 'buckets'] }),
    )
    await page.evaluate((text) => window.kadscope.closest(text), key)
    // What the viewer started plays slowly; the sheets show what is left of it.
    await page.waitForTimeout(4_000)
    for (const size of SIZES) {
      for (const scheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: scheme })
        await resize(page, size)
        const shots: Shot[] = []
        await eachPicture(page, async (view, choices, pane) => {
          if (view === 'network') {
            const scene = pane.getByTestId('network-scene')
            await expect(scene).toHaveAttribute('data-settled', 'true', { timeout: SETTLE_MS })
          }
          await page.waitForTimeout(REST_MS)
          const title = [view, ...choices].join(' ')
          shots.push({ title, picture: await page.screenshot({ animations: 'disabled' }) })
        })
        const sheet = await browser.newPage()
        await layOut(sheet, shots, Math.min(size.width, THUMB))
        await sheet.screenshot({
          path: `${FOLDER}/${peers}-${size.name}-${scheme}.png`,
          fullPage: true,
        })
        await sheet.close()
      }
    }
  })
}

/** Puts pictures beside each other, each under its title. */
async function layOut(sheet: Page, shots: readonly Shot[], width: number): Promise<void> {
  const columns = width < THUMB ? 5 : 3
  await sheet.setViewportSize({ width: columns * (width + 8), height: 600 })
  const figures = shots.map(
    ({ title, picture }) =>
      `<figure><figcaption>${title}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}" width="${width}"></figure>`,
  )
  const style = `body{margin:0;display:grid;grid-template-columns:repeat(${columns},1fr);gap:8px;font:20px sans-serif;background:#888}figure{margin:0}`
  await sheet.setContent(`<style>${style}</style>${figures.join('')}`)
}
