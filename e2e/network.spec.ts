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
    // Space would press the button that has just been clicked; End stands still wherever the focus is.
    await page.keyboard.press('End')
    await expect(page.getByTestId('timeline')).toHaveAttribute('data-state', 'paused')
    await expect(scene).toHaveAttribute('data-settled', 'true')
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

/** Counts, from now on, what is painted on canvases and changed in the document of the Network. */
async function countWork(page: Page): Promise<() => Promise<{ frames: number; work: number }>> {
  await page.evaluate(() => {
    const counts = { frames: 0, work: 0 }
    const { clearRect } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      if (this.canvas.closest('[data-testid=view-network]') !== null) counts.work += 1
      clearRect.apply(this, box)
    }
    const view = document.querySelector('[data-testid=view-network]')
    if (view !== null) {
      new MutationObserver((changes) => (counts.work += changes.length)).observe(view, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      })
    }
    const frame = (): void => {
      counts.frames += 1
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    Object.assign(window, { counts })
  })
  return () => page.evaluate(() => ({ ...(window as unknown as { counts: Counts }).counts }))
}

interface Counts {
  readonly frames: number
  readonly work: number
}

test('a Network that stands still paints nothing, whatever goes on in the Lab', async ({
  openLab,
}) => {
  const page = await openLab('?lab=24&k=4&seed=still&lookupsPerSecond=20&view=network,buckets', 24)
  await expect(page.getByTestId('network-peer')).toHaveCount(24)
  await page.keyboard.press('Space')
  const timeline = page.getByTestId('timeline')
  await expect(timeline).toHaveAttribute('data-state', 'paused')
  const total = async (): Promise<number> => Number(await timeline.getAttribute('data-total'))
  const counts = await countWork(page)
  // What the last change before led to is done within a few frames.
  await expect.poll(async () => (await counts()).frames).toBeGreaterThan(30)
  const [before, told] = [await counts(), await total()]
  await expect.poll(total).toBeGreaterThan(told + 200)
  await expect.poll(async () => (await counts()).frames).toBeGreaterThan(before.frames + 10)
  expect((await counts()).work).toBe(before.work)

  // It paints at once again when there is something to paint.
  await page.keyboard.press('ArrowLeft')
  await page.getByTestId('knows-toggle').click()
  expect((await counts()).work).toBeGreaterThan(before.work)
})

test('faults are marked in every layout', async ({ openLab }) => {
  const page = await openLab('?lab=24&k=4&seed=marks&view=network,buckets', 24)
  await expect(page.getByTestId('network-peer')).toHaveCount(24)
  const own = await page.evaluate(() => window.kadscope.peerId())
  const others = (await truePeers(page)).filter(({ peerId }) => peerId !== own)
  const crashed = others.slice(0, 3).map(({ peerId }) => peerId)
  const slow = others.slice(3, 5).map(({ peerId }) => peerId)
  // Every second one round the ring: no straight line parts them there.
  const round = others.slice(3).sort((a, b) => (a.kadId < b.kadId ? -1 : 1))
  const cut = round.filter((_, index) => index % 2 === 0).map(({ peerId }) => peerId)
  await page.evaluate(
    async ([dead, late, apart]) => {
      const lab = window.kadscope.lab()
      await lab.crash(dead)
      await lab.slow(late, 100)
      await lab.partition([apart])
    },
    [crashed, slow, cut] as const,
  )
  const marked = async (type: string): Promise<string[]> => {
    const signs = page.locator(`[data-testid=network-mark][data-type=${type}]`)
    const peers = await signs.evaluateAll((all) =>
      all.map((one) => one.getAttribute('data-peers') ?? ''),
    )
    return peers.flatMap((names) => names.split(' ')).sort()
  }
  for (const layout of ['ring', 'force', 'map']) {
    await page.getByTestId(`layout-${layout}`).click()
    await expect(page.getByTestId('network-scene')).toHaveAttribute('data-settled', 'true')
    await expect.poll(() => marked('crash')).toEqual([...crashed].sort())
    await expect.poll(() => marked('latency')).toEqual([...slow].sort())
    const lines = await page.getByTestId('network-cut').count()
    if (lines === 0) expect(await marked('partition')).toEqual([...cut].sort())
    else await expect.poll(() => sidesBy(page)).toEqual(new Set([cut.length, 21 - cut.length]))
  }
})

/** How many of the peers in the picture lie on each side of the line that is drawn. */
async function sidesBy(page: Page): Promise<Set<number>> {
  const pair = async (name: string): Promise<[number, number]> => {
    const [x = 0, y = 0] = ((await page.getByTestId('network-cut').getAttribute(name)) ?? '')
      .split(' ')
      .map(Number)
    return [x, y]
  }
  const [[fromX, fromY], [toX, toY]] = [await pair('data-from'), await pair('data-to')]
  const at = (await places(page)).map((place) => place.split(' ').slice(1).map(Number))
  const left = at.filter(
    ([x = 0, y = 0]) => (toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX) < 0,
  ).length
  return new Set([left, at.length - left])
}

test('going back in time and forth again gives the same network', async ({ openLab }) => {
  const page = await openLab('?lab=16&k=4&seed=time&view=network,buckets', 16)
  await expect(page.getByTestId('network-peer')).toHaveCount(16)
  await expect(page.getByTestId('network-wire').nth(16)).toBeAttached()
  const [before, after] = await thereAndBack(page, 'network', 40)
  expect(before.filter((one) => one.includes('network-peer')).length).toBeGreaterThan(1)
  expect(before.some((one) => one.includes('testid=network-wire'))).toBe(true)
  expect(after).toEqual(before)
})
