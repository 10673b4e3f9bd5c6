// The Network: crowds in groups by prefix, three layouts, and nothing that moves by itself.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { hasPrefix } from '../src/kad/prefix.ts'
import { attributes, test, thereAndBack, truePeers } from './lab-page.ts'

const LAB = '?lab=200&k=4&seed=network&view=network,buckets'

async function places(page: Page): Promise<string[]> {
  return page
    .getByTestId('network-peer')
    .evaluateAll((all) =>
      all.map((one) => ['data-peer', 'data-x', 'data-y'].map((a) => one.getAttribute(a)).join(' ')),
    )
}

test('a crowd is drawn as groups, which open', async ({ openLab }) => {
  test.setTimeout(180_000)
  const page = await openLab(LAB, 200)
  const peers = await truePeers(page)

  await test.step('whose members are exactly the peers with that prefix', async () => {
    await expect(page.getByTestId('network-group')).toHaveCount(16)
    for (const group of await page.getByTestId('network-group').all()) {
      const prefix = (await group.getAttribute('data-prefix')) ?? ''
      const members = ((await group.getAttribute('data-members')) ?? '').split(' ')
      const truth = peers.filter(({ kadId }) => hasPrefix(kadId, prefix))
      expect(members.sort()).toEqual(truth.map(({ peerId }) => peerId).sort())
    }
  })

  await test.step('and of which those that are open are drawn one by one', async () => {
    const drawn = await attributes(page, 'network-peer', 'data-peer')
    const open = page.locator('[data-testid=network-group][data-state=open]')
    const members = (
      await open.evaluateAll((all) => all.map((one) => one.getAttribute('data-members') ?? ''))
    ).flatMap((list) => list.split(' '))
    expect(drawn.sort()).toEqual(members.sort())
    expect(drawn).toContain(await page.evaluate(() => window.kadscope.peerId()))
  })

  await test.step('by a click into the picture', async () => {
    const [closed] = await page.getByTestId('network-closed').all()
    const prefix = (await closed?.getAttribute('data-prefix')) ?? ''
    const box = await page.getByTestId('view-network').boundingBox()
    if (box === null) throw new Error('the picture is not on the page')
    await page.mouse.click(
      box.x + box.width / 2 + Number(await closed?.getAttribute('data-x')),
      box.y + box.height / 2 + Number(await closed?.getAttribute('data-y')),
    )
    const group = page.locator(`[data-testid=network-group][data-prefix="${prefix}"]`)
    await expect(group).toHaveAttribute('data-state', 'open')
    const drawn = await attributes(page, 'network-peer', 'data-peer')
    const inside = peers.filter(({ kadId }) => hasPrefix(kadId, prefix))
    expect(drawn).toEqual(expect.arrayContaining(inside.map(({ peerId }) => peerId)))
  })

  await test.step('and by keyboard', async () => {
    const group = page.locator('[data-testid=network-group][data-state=closed]').first()
    const prefix = (await group.getAttribute('data-prefix')) ?? ''
    await group.focus()
    await page.keyboard.press('Enter')
    await expect(
      page.locator(`[data-testid=network-group][data-prefix="${prefix}"]`),
    ).toHaveAttribute('data-state', 'open')
  })
})

test('three layouts, which stay as they are while nothing changes', async ({ openLab }) => {
  test.setTimeout(180_000)
  const page = await openLab('?lab=16&k=4&seed=layouts&view=network,buckets', 16)
  const peers = await truePeers(page)
  const scene = page.getByTestId('network-scene')
  await expect(page.getByTestId('network-peer')).toHaveCount(16)
  const onRing = await places(page)

  for (const layout of ['force', 'map', 'ring']) {
    await page.getByTestId(`layout-${layout}`).click()
    await expect(scene).toHaveAttribute('data-layout', layout)
    expect(new URL(page.url()).searchParams.get('layout')).toBe(layout === 'ring' ? null : layout)
    expect((await attributes(page, 'network-peer', 'data-peer')).sort()).toEqual(
      peers.map(({ peerId }) => peerId).sort(),
    )
    if (layout === 'ring') expect(await places(page)).toEqual(onRing)
    else await expect.poll(async () => places(page), { timeout: 30_000 }).not.toEqual(onRing)
  }

  await test.step('the same wires give the same places', async () => {
    await page.getByTestId('layout-force').click()
    await expect.poll(async () => places(page), { timeout: 30_000 }).not.toEqual(onRing)
    await page.keyboard.press('Space')
    await page.waitForTimeout(3000)
    const before = await places(page)
    await page.getByTestId('layout-map').click()
    await page.getByTestId('layout-force').click()
    await expect.poll(() => places(page), { timeout: 30_000 }).toEqual(before)
  })

  await test.step('axe finds nothing serious', async () => {
    const { violations } = await new AxeBuilder({ page }).include('main').analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
})

test('going back in time and forth again gives the same network', async ({ openLab }) => {
  const page = await openLab('?lab=16&k=4&seed=time&view=network,buckets', 16)
  await expect(page.getByTestId('network-peer')).toHaveCount(16)
  await expect(page.getByTestId('network-wire').nth(16)).toBeAttached()
  const [before, after] = await thereAndBack(page, 'network', 40)
  expect(before.filter((one) => one.includes('network-peer')).length).toBeGreaterThan(1)
  expect(before.some((one) => one.includes('testid=network-wire'))).toBe(true)
  expect(after).toEqual(before)
})
