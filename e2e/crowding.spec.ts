// No text, label or control overlaps or is cut: every view at every size, in few peers and in a crowd.

import { expect, type Page } from '@playwright/test'
import { VIEWS } from '../web/state/address.ts'
import { crowding } from './crowding.ts'
import { test } from './lab-page.ts'

const SIZES = [
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

async function setProjector(page: Page, on: boolean): Promise<void> {
  const is = (): Promise<boolean> =>
    page.evaluate(() => document.documentElement.hasAttribute('data-projector'))
  if ((await is()) !== on) await page.keyboard.press('p')
  expect(await is()).toBe(on)
}

test('what overlaps or is cut is found, and what can be scrolled to is not', async ({ page }) => {
  const wrong: readonly (readonly [html: string, fault: RegExp])[] = [
    ['<p style="position:absolute">one</p><p style="position:absolute">two</p>', /on each other/],
    ['<p style="width:2em;overflow:hidden;white-space:nowrap">much too long</p>', /cut: much/],
    ['<p style="height:.5em;overflow:hidden">too low</p>', /cut: too low/],
    [
      '<button style="position:absolute;left:-30px;width:60px;height:20px"></button>',
      /cut: <button/,
    ],
  ]
  for (const [html, fault] of wrong) {
    await page.setContent(html)
    expect((await page.evaluate(crowding)).join(), html).toMatch(fault)
  }
  const fine =
    '<div style="width:4em;overflow:auto;white-space:nowrap">long, but it can be scrolled to</div>'
  await page.setContent(`${fine}<p>below</p><p class="hidden">below</p>`)
  expect(await page.evaluate(crowding)).toEqual([])
})

for (const peers of [8, 200]) {
  test(`nothing overlaps and nothing is cut, ${peers} peers`, async ({ openLab }) => {
    test.setTimeout(280_000)
    const page = await openLab(`?lab=${peers}&k=4&seed=crowd&view=network`, peers)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.evaluate(() => window.kadscope.put({ something: 'to show' }))
    await page.keyboard.press('End')
    const faults: string[] = []
    for (const { name, width, height, projector } of SIZES) {
      await page.setViewportSize({ width, height })
      await setProjector(page, projector)
      for (const view of VIEWS) {
        await page.getByTestId(`tab-${view}`).click()
        const pane = page.getByTestId(`view-${view}`)
        await expect(pane).toBeVisible()
        for (const choices of PICTURES[view] ?? [[]]) {
          for (const choice of choices) await pane.getByTestId(choice).click()
          const found = async (): Promise<string[]> => page.evaluate(crowding)
          // Pictures are made anew for another size.
          await expect
            .poll(found, { timeout: 4_000 })
            .toEqual([])
            .catch(async () => {
              faults.push(`${name} ${view} ${choices.join(' ')}: ${(await found()).join('; ')}`)
            })
        }
      }
    }
    expect(faults).toEqual([])
  })
}
