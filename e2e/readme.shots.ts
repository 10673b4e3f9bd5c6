// Makes the README's pictures from a real room: `npm run screenshots`.

import { mkdirSync } from 'node:fs'
import { test as base, type Page } from '@playwright/test'
import { peerIdOf, relayIdOf, test, untilFormed } from './room.ts'

const FOLDER = 'docs/images'
const TABS = 5

base.beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true })
})

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' })
}

test('pictures of a room', async ({ room }) => {
  test.setTimeout(300_000)
  const pages = await room.openAll(Array.from({ length: TABS }, () => '?view=network,buckets'))
  const [shown, other, phone] = pages as [Page, Page, Page]
  await shown.setViewportSize({ width: 1440, height: 900 })
  await Promise.all(pages.map(peerIdOf))
  await untilFormed(pages, [await relayIdOf(room.relay)])
  const { key } = await other.evaluate(() =>
    window.kadscope.put({ title: 'What is a DHT?', words: ['distance', 'buckets', 'lookup'] }),
  )
  await other.evaluate(() => window.kadscope.put('a note for the room', { key: '/u/motd' }))
  await shown.waitForTimeout(5_000)

  for (const scheme of ['dark', 'light'] as const) {
    await shown.emulateMedia({ colorScheme: scheme })
    // A lookup of the viewer's own plays slowly: the picture shows its messages on their way.
    await shown.goto(`${room.relay.url}/?view=network,buckets`)
    await peerIdOf(shown)
    await shown.waitForTimeout(9_000)
    await shown.evaluate(() => window.kadscope.put({ made: 'for a picture', at: Date.now() }))
    await shown.waitForTimeout(1_500)
    await shoot(shown, `room-${scheme}`)
    for (const [view, name] of [
      ['records,network', 'records'],
      ['xor,lookups', 'xor'],
      ['join,log', 'join'],
    ] as const) {
      await shown.goto(`${room.relay.url}/?view=${view}`)
      await peerIdOf(shown)
      await shown.waitForTimeout(7_000)
      if (name === 'records') {
        const row = shown.locator(`[data-testid=record-row][data-key="${key}"]`)
        await row.getByRole('button').first().click()
      }
      if (name === 'xor') await shown.evaluate((k) => window.kadscope.closest(k), key)
      await shown.waitForTimeout(name === 'xor' ? 4_000 : 500)
      await shoot(shown, `${name}-${scheme}`)
    }
  }

  await phone.setViewportSize({ width: 390, height: 844 })
  await phone.waitForTimeout(500)
  await shoot(phone, 'phone')
})
