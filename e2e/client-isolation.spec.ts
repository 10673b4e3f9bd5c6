// A Wi-Fi that keeps laptops from talking to each other: the DHT goes over the relay, and says so.

import { expect, test, type Page } from '@playwright/test'
import { peerIdOf } from './room.ts'
import { reasonAgainstHosts, startTestHosts } from './test-hosts.ts'

const reason = reasonAgainstHosts()

test('isolated clients use the relayed path and say so, and become direct when they may', async () => {
  test.skip(reason !== undefined, reason)
  test.setTimeout(240_000)
  const hosts = await startTestHosts()
  try {
    const pages: Page[] = []
    for (const browser of hosts.browsers) {
      const page = await (await browser.newContext()).newPage()
      await page.goto(hosts.url)
      pages.push(page)
    }
    const [first, second] = pages as [Page, Page]
    const ids = [await peerIdOf(first), await peerIdOf(second)] as const

    await expect.poll(() => pathsTo(first, ids[1]), { timeout: 30_000 }).toEqual(['relayed'])
    await expect(first.getByTestId('relayed-count')).toHaveAttribute('data-count', '1')
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const { key } = await one.evaluate(() => window.kadscope.put({ over: 'the relay' }))
      const { value } = await other.evaluate((k) => window.kadscope.get(k), key)
      expect(value).toEqual({ over: 'the relay' })
    }
    // The one that dials by the tie-break is told why, with what helps.
    await expect
      .poll(
        async () => {
          const findings = await Promise.all([finding(first, ids[1]), finding(second, ids[0])])
          return findings.some((one) => one?.state === 'limited' && one.remedy !== undefined)
        },
        { timeout: 60_000 },
      )
      .toBe(true)

    hosts.isolate(false)
    await expect.poll(() => pathsTo(first, ids[1]), { timeout: 120_000 }).toEqual(['webrtc'])
    await expect(first.getByTestId('direct-count')).toHaveAttribute('data-count', '2')
  } finally {
    await hosts.stop()
  }
})

async function pathsTo(page: Page, peer: string): Promise<string[]> {
  const { connections } = await page.evaluate(() => window.kadscope.snapshot())
  return connections.filter((wire) => wire.peer === peer).map(({ path }) => path)
}

async function finding(
  page: Page,
  peer: string,
): Promise<{ state: string; remedy: string | undefined } | undefined> {
  const { findings } = await page.evaluate(() => window.kadscope.diagnose())
  return findings.find(({ name }) => name === peer)
}
