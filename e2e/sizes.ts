// The sizes that the page is made for, and all that can be chosen to be seen in its views.

import { expect, type Locator, type Page } from '@playwright/test'
import { VIEWS } from '../web/state/address.ts'

/** From the smallest phone to a projector. */
export const SIZES = [
  { name: 'phone', width: 360, height: 740, projector: false },
  { name: 'tablet', width: 768, height: 1024, projector: false },
  { name: 'laptop', width: 1440, height: 900, projector: false },
  { name: 'projector', width: 1920, height: 1080, projector: true },
  { name: '4k', width: 3840, height: 2160, projector: false },
] as const

/** What is chosen in a view: each of its pictures. */
const PICTURES: Partial<Record<(typeof VIEWS)[number], readonly (readonly string[])[]>> = {
  network: [['layout-ring'], ['layout-force'], ['layout-map']],
  xor: [
    ['space-picture-compass', 'magnifier-whole'],
    ['space-picture-tree'],
    ['space-picture-compass', 'magnifier-six'],
  ],
  buckets: [['lens-real'], ['lens-textbook']],
  lookups: [['lookups-which-all']],
}

/** Makes the page of a size, with the projector's type where it has one. */
export async function resize(page: Page, size: (typeof SIZES)[number]): Promise<void> {
  await page.setViewportSize({ width: size.width, height: size.height })
  const isOn = (): Promise<boolean> =>
    page.evaluate(() => document.documentElement.hasAttribute('data-projector'))
  if ((await isOn()) !== size.projector) await page.keyboard.press('p')
  expect(await isOn()).toBe(size.projector)
}

/** Opens each picture of each view in turn; `see` is told its view, what was chosen, and its pane. */
export async function eachPicture(
  page: Page,
  see: (view: string, choices: readonly string[], pane: Locator) => Promise<void>,
): Promise<void> {
  for (const view of VIEWS) {
    await page.getByTestId(`tab-${view}`).click()
    const pane = page.getByTestId(`view-${view}`)
    await expect(pane).toBeVisible()
    for (const choices of PICTURES[view] ?? [[]]) {
      for (const choice of choices) await pane.getByTestId(choice).click()
      await see(view, choices, pane)
    }
  }
}
