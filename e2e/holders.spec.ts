// Records: a copy is drawn on exactly the peers that have one, and those that should are the true closest.

import { expect, type Page } from '@playwright/test'
import { kadIdOfKey, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { attributes, bruteForce, test, truePeers } from './lab-page.ts'

const K = 4

/** The peers of the Lab that really have a record, as they say themselves. */
async function realHolders(page: Page, key: string): Promise<PeerName[]> {
  const snapshots = await page.evaluate(() => window.kadscope.lab().snapshots())
  return snapshots
    .filter(({ records }) => records.some((record) => record.key === key))
    .map(({ peerId }) => peerId)
    .sort()
}

async function expectTrue(page: Page, key: RecordKey): Promise<void> {
  await expect
    .poll(async () => (await attributes(page, 'holder-has', 'data-peer')).sort())
    .toEqual(await realHolders(page, key))
  const should = bruteForce(await truePeers(page), kadIdOfKey(key), K)
  expect(await attributes(page, 'holder-should', 'data-peer')).toEqual(should)
}

test('a copy is drawn on exactly the peers that have it, when holders die too', async ({
  openLab,
}) => {
  const page = await openLab('?lab=48&k=4&seed=copies&view=records', 48)
  const own = await page.evaluate(() => window.kadscope.peerId())
  for (const name of ['one', 'two', 'three']) {
    const { key } = await page.evaluate((n) => window.kadscope.put(n, { key: `/u/${n}` }), name)
    const row = page.locator(`[data-testid=record-row][data-key="${key}"]`)
    await row.getByRole('button').first().click()
    await expect(page.getByTestId('holders')).toHaveAttribute('data-key', key)
    await expect.poll(() => realHolders(page, key)).toHaveLength(K)
    await expectTrue(page, key)

    const [first, second] = (await realHolders(page, key)).filter((peer) => peer !== own)
    if (first === undefined || second === undefined) throw new Error('too few holders to crash')
    await page.evaluate((dead) => window.kadscope.lab().crash(dead), [first, second] as const)
    await expect.poll(() => attributes(page, 'holder-has', 'data-peer')).not.toContain(first)
    await expectTrue(page, key)
    await row.getByRole('button').first().click()
  }
})
