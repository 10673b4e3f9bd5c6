// Accessibility: axe finds nothing serious on any view, in dark and light.

import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { peerIdOf, test } from './room.ts'

const VIEWS = 'network xor buckets lookups records files join log growth'.split(' ')

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious in ${colorScheme}`, async ({ room }) => {
    const page = await room.open()
    await page.emulateMedia({ colorScheme })
    await peerIdOf(page)
    await page.evaluate(() => window.kadscope.put({ something: 'to show' }))
    for (const view of VIEWS) {
      await page.getByTestId(`tab-${view}`).click()
      await expect(page.getByTestId(`view-${view}`)).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      )
      expect(
        serious.map(({ id, nodes }) => [id, nodes[0]?.html]),
        view,
      ).toEqual([])
    }
  })
}
