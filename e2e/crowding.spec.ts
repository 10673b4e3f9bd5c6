// No text, label or control overlaps or is cut: every view at every size, in few peers and in a crowd.

import { expect } from '@playwright/test'
import { crowding } from './crowding.ts'
import { test } from './lab-page.ts'
import { eachPicture, resize, SIZES } from './sizes.ts'

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
    for (const size of SIZES) {
      await resize(page, size)
      await eachPicture(page, async (view, choices) => {
        const found = async (): Promise<string[]> => page.evaluate(crowding)
        // Pictures are made anew for another size.
        await expect
          .poll(found, { timeout: 4_000 })
          .toEqual([])
          .catch(async () => {
            faults.push(`${size.name} ${view} ${choices.join(' ')}: ${(await found()).join('; ')}`)
          })
      })
    }
    expect(faults).toEqual([])
  })
}
