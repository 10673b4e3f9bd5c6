// Experiments in the page: results come one by one, can be cancelled, and are what was measured.

import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { PNG } from 'pngjs'
import { test } from './lab-page.ts'

/** The file that a click on a button saves. */
async function saved(page: Page, testid: string): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByTestId(testid).click()
  return readFile(await (await download).path())
}

test('V16 a sweep draws what it measures, point by point, and saves it', async ({ openLab }) => {
  const page = await openLab('?lab=8&view=growth,network', 8)
  await page.getByTestId('sweep-peers').fill('8 16')
  await page.getByTestId('sweep-k').fill('4, 8')
  await page.getByTestId('sweep-start').click()
  const charts = page.getByTestId('chart')
  await expect(charts).toHaveCount(5)
  await expect(page.getByTestId('sweep-run')).toHaveAttribute('data-state', 'done', {
    timeout: 60_000,
  })
  await expect(charts.first().locator('svg').first()).toBeVisible()
  const hops = page.locator('[data-chart="hops"]').getByTestId('chart-point')
  await expect(hops).toHaveCount(4)
  // In these small Labs nearly everything is found, at k copies.
  for (const point of await page.locator('[data-chart="accuracy"] li[data-x]').all()) {
    expect(Number(await point.getAttribute('data-y'))).toBeGreaterThan(0.9)
  }
  for (const point of await page.locator('[data-chart="copies"] li[data-x]').all()) {
    const k = Number(/k (\d+)/.exec((await point.getAttribute('data-series')) ?? '')?.[1])
    expect(Number(await point.getAttribute('data-y'))).toBeCloseTo(Math.min(k, 8), 0)
  }

  const csv = (await saved(page, 'growth-csv')).toString()
  const [heading, ...lines] = csv.trimEnd().split('\r\n')
  expect(heading?.split(',').slice(0, 3)).toEqual(['peers', 'log2_peers', 'k'])
  expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual([
    '8,3,4',
    '8,3,8',
    '16,4,4',
    '16,4,8',
  ])
  const svg = (await saved(page, 'growth-svg')).toString()
  expect(svg).toContain('log₂ N')
  expect(svg).toContain('Accuracy')
  const picture = PNG.sync.read(await saved(page, 'growth-png'))
  expect(picture.width).toBeGreaterThan(800)
  expect(new Set(picture.data).size).toBeGreaterThan(8)
})

test('V16 a sweep is cancelled at once, and what was found stays', async ({ openLab }) => {
  const page = await openLab('?lab=8&view=growth,network', 8)
  await page.getByTestId('sweep-peers').fill('8, 500')
  await page.getByTestId('sweep-start').click()
  await expect(page.locator('[data-chart="hops"]')).toHaveAttribute('data-points', '1')
  await expect(page.getByTestId('sweep-progress')).toContainText('500 peers')
  const workers = page.workers().length
  await page.getByTestId('sweep-cancel').click()
  await expect(page.getByTestId('sweep-run')).toHaveAttribute('data-state', 'cancelled')
  await expect.poll(() => page.workers().length).toBe(workers - 1)
  await expect(page.locator('[data-chart="hops"]')).toHaveAttribute('data-points', '1')
})

test('V16 an impossible plan is refused with its field', async ({ openLab }) => {
  const page = await openLab('?lab=8&view=growth,network', 8)
  for (const [field, text] of [
    ['peers', '8, many'],
    ['k', '400'],
  ] as const) {
    await page.getByTestId(`sweep-${field}`).fill(text)
    await page.getByTestId('sweep-start').click()
    const error = page.getByTestId('sweep-error')
    await expect(error).toHaveAttribute('data-error', 'ScenarioError')
    await expect(error).toContainText(field)
    await page.getByTestId(`sweep-${field}`).fill('8')
  }
})

test('V16 servers and the DHT are compared: the killed server takes everything with it', async ({
  openLab,
}) => {
  const page = await openLab('?lab=8&view=growth,network', 8)
  await page.getByTestId('growth-what-compare').click()
  await page.getByTestId('compare-sizes').fill('8, 16')
  await page.getByTestId('compare-start').click()
  await expect(page.getByTestId('compare-run')).toHaveAttribute('data-state', 'done', {
    timeout: 80_000,
  })
  const share = async (arrangement: string, phase: string): Promise<number> =>
    Number(
      await page
        .locator(`[data-testid=survival][data-arrangement=${arrangement}][data-phase=${phase}]`)
        .getAttribute('data-share'),
    )
  expect(await share('central', 'running')).toBe(1)
  expect(await share('central', 'killed')).toBe(0)
  expect(await share('dht', 'killed')).toBeGreaterThan(0.8)
  await expect(page.locator('[data-chart="busiest"]')).toBeVisible()
})

test('V17 an attack is measured in the page, with and without its defence', async ({ openLab }) => {
  const page = await openLab('?lab=8&view=lab,network', 8)
  await page.getByTestId('attack-poison').click()
  await page.getByTestId('attack-measure').click()
  await expect(page.getByTestId('damage')).toHaveCount(3, { timeout: 80_000 })
  const of = async (variant: string, what: string): Promise<number> =>
    Number(
      await page
        .locator(`[data-testid=damage][data-variant=${variant}]`)
        .getAttribute(`data-${what}`),
    )
  const attempts = await of('calm', 'attempts')
  expect(await of('calm', 'right')).toBe(attempts)
  expect(await of('attacked', 'wrong')).toBeGreaterThan(attempts / 2)
  expect(await of('defended', 'wrong')).toBe(0)
})

test('V17 an attack is watched in a Lab of its own, and ended', async ({ openLab }) => {
  const page = await openLab('?lab=8&view=lab,network', 8)
  await page.getByTestId('attack-eclipse').click()
  await page.getByTestId('attack-watch').click()
  await expect(page.getByTestId('lab-attack')).toHaveAttribute('data-type', 'eclipse', {
    timeout: 60_000,
  })
  const attack = await page.evaluate(() => window.kadscope.lab().status()?.attack)
  expect(attack?.attackers).toHaveLength(8)
  const { peers } = await page.evaluate(() => window.kadscope.world())
  const live = peers.filter((peer) => peer.live).map(({ peerId }) => peerId)
  expect(live).toEqual(expect.arrayContaining([...(attack?.attackers ?? [])]))
  await expect(page.getByTestId('attack-now')).toContainText('8 attackers in the picture')
  await expect(page.getByTestId('attack-figure').first()).toContainText('4 of 4')
  await expect(page).toHaveURL(/[?&]key=/)
  await page.getByTestId('lab-attack').getByRole('button').click()
  await expect(page.getByTestId('lab-attack')).toHaveCount(0)
})
