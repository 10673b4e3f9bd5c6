// XOR space: what is bracketed and framed is what brute force says, wherever one looks from.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { KadId } from '../src/kad/kad-id.ts'
import { commonPrefixLength } from '../src/kad/metric.ts'
import { huePosition } from '../src/kad/nickname.ts'
import { attributes, bruteForce, test, thereAndBack, truePeers } from './lab-page.ts'

const K = 4
const LAB = '?lab=64&k=4&seed=xor&view=xor,buckets'

async function idAt(page: Page, name: 'key' | 'viewpoint'): Promise<KadId> {
  const id = await page.getByTestId('space').getAttribute(`data-${name}`)
  return (id ?? '') as KadId
}

async function expectKeyIsRight(page: Page): Promise<void> {
  const peers = await truePeers(page)
  const key = await idAt(page, 'key')
  const truth = bruteForce(peers, key, K)
  expect(await attributes(page, 'key-closest', 'data-peer')).toEqual(truth)
  const framed = await page
    .locator('[data-testid=distance-peer][data-key-closest=true]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-peer')))
  expect(framed.sort()).toEqual(truth.filter((peer) => framed.includes(peer)).sort())
  const viewpoint = await idAt(page, 'viewpoint')
  const own = peers.find(({ kadId }) => kadId === viewpoint)?.peerId
  expect(framed).toHaveLength(truth.filter((peer) => peer !== own).length)
}

async function bracketed(page: Page): Promise<string[]> {
  return page
    .locator('[data-testid=distance-peer][data-state=closest]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-peer') ?? ''))
}

/** Numbers of the ring's places whose middle lies under the handle of the key. */
async function numbersUnderKey(page: Page): Promise<string[]> {
  return page.getByTestId('compass').evaluate((compass) => {
    const handle = compass.querySelector('[data-testid=key-on-compass]')?.getBoundingClientRect()
    if (handle === undefined) throw new Error('the compass has no key')
    return [...compass.querySelectorAll('[data-testid=cell-number]')].flatMap((number) => {
      const { left, right, top, bottom } = number.getBoundingClientRect()
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      const isUnder = x > handle.left && x < handle.right && y > handle.top && y < handle.bottom
      return isUnder ? [number.textContent] : []
    })
  })
}

/** Drags a handle to a place given in shares of what it lies on. */
async function drag(page: Page, testid: string, to: { x: number; y: number }): Promise<void> {
  const handle = await page.getByTestId(testid).boundingBox()
  const picture = await page.getByTestId(testid).locator('..').boundingBox()
  if (handle === null || picture === null) throw new Error(`${testid} is not on the page`)
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
  await page.mouse.down()
  await page.mouse.move(picture.x + picture.width * to.x, picture.y + picture.height * to.y, {
    steps: 4,
  })
  await page.mouse.up()
}

test('the compass, the tree and the line are true, and a key is dragged along them', async ({
  openLab,
}) => {
  test.setTimeout(180_000)
  const page = await openLab(LAB, 64)
  const peers = await truePeers(page)
  await expect(page.getByTestId('space-peer')).toHaveCount(63)
  await page.emulateMedia({ reducedMotion: 'reduce' })

  await test.step('the k closest to the viewpoint are bracketed', async () => {
    const viewpoint = await idAt(page, 'viewpoint')
    const others = peers.filter(({ kadId }) => kadId !== viewpoint)
    expect(await bracketed(page)).toEqual(bruteForce(others, viewpoint, K))
  })

  await test.step('each half has exactly the peers that share its bits', async () => {
    const viewpoint = await idAt(page, 'viewpoint')
    for (const arc of await page.getByTestId('compass-arc').all()) {
      const bits = Number(await arc.getAttribute('data-bits'))
      const inside = await arc
        .getByTestId('space-peer')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-peer') ?? ''))
      const truth = peers.filter(({ kadId }) => commonPrefixLength(kadId, viewpoint) === bits)
      expect(inside.sort()).toEqual(truth.map(({ peerId }) => peerId).sort())
    }
  })

  await test.step('those that are filled are the contacts of the real table', async () => {
    // The table goes on changing for a while, and the page hears of it a moment later.
    await expect(async () => {
      const contacts = await page.evaluate(() =>
        window.kadscope.snapshot().buckets.flatMap((bucket) => bucket.contacts),
      )
      const known = await page
        .locator('[data-testid=space-peer][data-state=known]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-peer') ?? ''))
      expect(known.sort()).toEqual(contacts.sort())
    }).toPass({ timeout: 30_000 })
  })

  await test.step('dragged round the compass, the key has its k closest framed', async () => {
    for (const to of [
      { x: 0.9, y: 0.5 },
      { x: 0.5, y: 0.95 },
      { x: 0.3, y: 0.1 },
    ]) {
      await drag(page, 'key-on-compass', to)
      await expectKeyIsRight(page)
    }
    await drag(page, 'key-on-compass', { x: 0.9, y: 0.5 })
    expect(huePosition(await idAt(page, 'key'))).toBeCloseTo(0.25, 2)
  })

  await test.step('so it has along the line of distance', async () => {
    for (const x of [0.2, 0.7, 0.98]) {
      await drag(page, 'key-on-line', { x, y: 1 })
      await expectKeyIsRight(page)
    }
  })

  await test.step('and by keyboard', async () => {
    const before = await idAt(page, 'key')
    await page.getByTestId('key-on-compass').focus()
    for (const key of ['PageUp', 'ArrowRight', 'Shift+ArrowLeft']) {
      await page.keyboard.press(key)
      await expectKeyIsRight(page)
    }
    const moved = huePosition(await idAt(page, 'key')) - huePosition(before)
    expect((moved + 1) % 1).toBeCloseTo(1 / 16 + 1 / 256 - 1 / 4096, 4)
  })

  await test.step('seen from the key, its k closest are bracketed', async () => {
    await page.getByTestId('viewpoint-key').click()
    expect(await idAt(page, 'viewpoint')).toBe(await idAt(page, 'key'))
    expect(await bracketed(page)).toEqual(bruteForce(peers, await idAt(page, 'key'), K))
    await page.getByTestId('viewpoint-peer').click()
  })

  await test.step('another peer becomes the viewpoint; with reduced motion nothing slides', async () => {
    const other = peers.at(-1)
    await page.locator(`[data-testid=distance-peer][data-peer="${other?.peerId ?? ''}"]`).click()
    await expect(page.getByTestId('space')).toHaveAttribute('data-viewpoint', other?.kadId ?? '')
    const moving = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    )
    expect(moving).toBe(0)
  })

  await test.step('the tree has every peer once', async () => {
    await page.getByTestId('space-picture-tree').click()
    await expect(page.getByTestId('trie').locator('g.peer')).toHaveCount(64)
    expect(new URL(page.url()).searchParams.get('space')).toBe('tree')
  })

  await test.step('dragged under it, the key has its k closest framed', async () => {
    const picture = await page.getByTestId('trie').boundingBox()
    let before = ''
    for (const x of [0.03, 0.35, 0.5, 0.97]) {
      await drag(page, 'key-on-tree', { x, y: 0.5 })
      await expectKeyIsRight(page)
      const key = await idAt(page, 'key')
      expect(key > before).toBe(true)
      before = key
      const handle = await page.getByTestId('key-on-tree').boundingBox()
      const at = (handle?.x ?? 0) + (handle?.width ?? 0) / 2 - (picture?.x ?? 0)
      expect(Math.abs(at - x * (picture?.width ?? 0))).toBeLessThan(1.5)
    }
  })

  await test.step('and by keyboard there', async () => {
    const before = await idAt(page, 'key')
    await page.getByTestId('key-on-tree').focus()
    for (const key of ['PageDown', 'ArrowLeft', 'Shift+ArrowRight']) {
      await page.keyboard.press(key)
      await expectKeyIsRight(page)
    }
    const moved = huePosition(before) - huePosition(await idAt(page, 'key'))
    expect((moved + 1) % 1).toBeCloseTo(1 / 16 + 1 / 256 - 1 / 4096, 4)
  })

  await test.step('under the magnifier the distance is the XOR of six bits', async () => {
    await page.getByTestId('magnifier-six').click()
    const one = Number.parseInt((await idAt(page, 'viewpoint')).slice(0, 2), 16) >> 2
    const other = Number.parseInt((await idAt(page, 'key')).slice(0, 2), 16) >> 2
    await page.mouse.move(2, 2)
    await expect(page.getByTestId('six-bits')).toHaveAttribute(
      'data-distance',
      (one ^ other).toString(),
    )
    await expectKeyIsRight(page)
  })

  await test.step('no number of a place lies under the key, wherever it is', async () => {
    await page.getByTestId('space-picture-compass').click()
    await page.getByTestId('key-on-compass').focus()
    for (let place = 0; place < 8; place += 1) {
      await page.keyboard.press('ArrowRight')
      // It slides to its place.
      await expect.poll(() => numbersUnderKey(page)).toEqual([])
    }
    await expect(page.getByTestId('cell-number').first()).toBeVisible()
  })

  await test.step('axe finds nothing serious in any of its pictures', async () => {
    for (const id of ['space-picture-tree', 'magnifier-whole', 'space-picture-compass']) {
      await page.getByTestId(id).click()
      const { violations } = await new AxeBuilder({ page }).include('main').analyze()
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      )
      expect(
        serious.map(({ id: rule, nodes }) => [rule, nodes[0]?.html]),
        id,
      ).toEqual([])
    }
  })
})

for (const width of [360, 1060]) {
  test(`the own name and the selected ones are always written, ${width.toString()} px`, async ({
    openLab,
  }) => {
    const page = await openLab('?lab=200&k=4&seed=names&view=xor', 200)
    await page.setViewportSize({ width, height: 740 })
    const own = await page.evaluate(() => window.kadscope.peerId())
    const peers = await truePeers(page)
    // Neighbours on the ring, where names crowd most.
    const round = [...peers].sort((a, b) => (a.kadId < b.kadId ? -1 : 1))
    const chosen = round.slice(90, 93).map(({ peerId }) => peerId)
    for (const [index, peer] of chosen.entries()) {
      const dot = page.locator(`[data-testid=distance-peer][data-peer="${peer}"]`)
      await dot.dispatchEvent('click', { shiftKey: index > 0 })
    }
    const names = page.getByTestId('compass').getByTestId('compass-name')
    await expect
      .poll(() => names.evaluateAll((all) => all.map((one) => one.getAttribute('data-peer'))))
      .toEqual(expect.arrayContaining([own, ...chosen]))
    const box = await page.getByTestId('compass').boundingBox()
    if (box === null) throw new Error('the compass is not on the page')
    for (const peer of [own, ...chosen]) {
      const name = await page
        .locator(`[data-testid=compass-name][data-peer="${peer}"]`)
        .boundingBox()
      if (name === null) throw new Error(`${peer} has no name on the page`)
      expect(name.x).toBeGreaterThanOrEqual(box.x)
      expect(name.x + name.width).toBeLessThanOrEqual(box.x + box.width)
      expect(name.y).toBeGreaterThanOrEqual(box.y)
      expect(name.y + name.height).toBeLessThanOrEqual(box.y + box.height)
    }
  })
}

test('going back in time and forth again gives the same space', async ({ openLab }) => {
  const page = await openLab(LAB, 64)
  await expect(page.getByTestId('space-peer')).toHaveCount(63)
  const [before, after] = await thereAndBack(page, 'xor', 40)
  expect(before.length).toBeGreaterThan(100)
  expect(after).toEqual(before)
})
