// Time: seeking, stepping, zooming, playing, and recordings that go out and come back in.

import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { closestTo } from '../src/kad/metric.ts'
import { livePeers, worldSnapshot } from '../src/world/selectors.ts'
import { positionOf, sampleEnvelopes, sampleText, test, untilLoaded, worldAfter } from './replay.ts'

const QUERY = '?trace=traces/put-get.jsonl&view=records,buckets'
const told = sampleEnvelopes('put-get')

/** Everything that the views say of what they draw. */
function drawn(page: Page): Promise<string[]> {
  return page.locator('main [data-testid]').evaluateAll((elements) =>
    elements.map((element) =>
      [...element.attributes]
        .filter(({ name }) => name.startsWith('data-'))
        .map(({ name, value }) => `${name}=${value}`)
        // One that was taken away and set again is the last of them.
        .sort()
        .join(' '),
    ),
  )
}

async function seek(page: Page, share: number): Promise<void> {
  const strip = await page.getByTestId('timeline-strip').boundingBox()
  if (strip === null) throw new Error('the timeline has no strip')
  await page.mouse.click(strip.x + strip.width * share, strip.y + strip.height / 2)
}

/** Waits until the places by wires are those of the latest wires. */
async function untilSettled(page: Page): Promise<void> {
  await expect(page.locator('[data-testid=network-scene][data-settled=false]')).toHaveCount(0)
}

/** All views that a recording has, two by two; of some of them more than one picture. */
const PICTURES = [
  'view=records,buckets',
  'view=network,xor',
  'view=network,xor&layout=map&space=tree',
  'view=network,xor&layout=force&from=key&bits=six',
  'view=lookups,log',
  'view=join,buckets&lens=textbook',
] as const

for (const query of PICTURES) {
  test(`seeking to any point and back gives the same picture, ${query}`, async ({ host }) => {
    const page = await host.open(`?trace=traces/put-get.jsonl&${query}`)
    await untilLoaded(page, told.length)
    const seen = new Map<number, { position: number; picture: string[] }>()
    for (const share of [0.95, 0.2, 0.7, 0.5, 0.85]) {
      await seek(page, share)
      await untilSettled(page)
      const position = await positionOf(page)
      seen.set(share, { position, picture: await drawn(page) })
    }
    for (const [share, { position, picture }] of seen) {
      await page.keyboard.press('Home')
      await seek(page, share)
      expect(await positionOf(page)).toBe(position)
      await expect.poll(() => drawn(page)).toEqual(picture)
    }
    const pictures = [...seen.values()].map(({ picture }) => picture.join())
    // One that is always the same would prove nothing.
    expect(new Set(pictures).size).toBeGreaterThan(1)
  })
}

test('the records of any moment are those of the World then', async ({ host }) => {
  const page = await host.open(QUERY)
  await untilLoaded(page, told.length)
  const k = Math.max(...livePeers(worldAfter(told, told.length)).map((peer) => peer.k))
  for (const share of [0.95, 0.2, 0.7, 0.5, 0.85]) {
    await seek(page, share)
    const world = worldAfter(told, await positionOf(page))
    const held = [...world.records.values()].filter(({ everHeld }) => everHeld)
    await expect(page.getByTestId('record-row')).toHaveCount(held.length)
    for (const { key, kadId, holders } of held) {
      const row = page.locator(`[data-testid=record-row][data-key="${key}"]`)
      const should = closestTo(kadId, livePeers(world), k, (peer) => peer.kadId)
      const does = should.filter(({ peerId }) => holders.has(peerId))
      await expect(row).toHaveAttribute('data-held', String(does.length))
    }
  }
})

test('one event back and on', async ({ host }) => {
  const page = await host.open('?trace=traces/put-get.jsonl&view=log,records')
  await untilLoaded(page, told.length)
  await page.getByTestId('timeline-prev').click()
  expect(await positionOf(page)).toBe(told.length - 1)
  await expect(page.getByTestId('log-count')).toHaveAttribute('data-count', String(told.length - 1))
  const shown = page.locator(`[data-testid=log-row][data-index="${told.length - 2}"]`)
  await expect(shown).toHaveAttribute('data-kind', told.at(-2)?.event.kind ?? '')
  await expect(page.locator(`[data-testid=log-row][data-index="${told.length - 1}"]`)).toBeHidden()
  await page.keyboard.press('ArrowRight')
  expect(await positionOf(page)).toBe(told.length)
  await page.keyboard.press('Home')
  expect(await positionOf(page)).toBe(0)
  await expect(page.getByTestId('timeline-prev')).toBeDisabled()
})

test('one lookup back and on', async ({ host }) => {
  const page = await host.open('?trace=traces/put-get.jsonl&view=lookups')
  await untilLoaded(page, told.length)
  const byHand = told.flatMap(({ event }, index) =>
    event.kind === 'lookup.started' && !event.background ? [{ ...event, index }] : [],
  )
  expect(byHand.map(({ operation }) => operation)).toEqual(['put', 'get'])
  for (const { lookup, index } of byHand.toReversed()) {
    await page.keyboard.press('[')
    expect(await positionOf(page)).toBe(index + 1)
    await expect(page.getByTestId('lookup')).toHaveAttribute('data-lookup', lookup)
    expect(new URL(page.url()).searchParams.get('lookup')).toBe(lookup)
  }
  await page.keyboard.press(']')
  expect(await positionOf(page)).toBe((byHand[1]?.index ?? 0) + 1)
})

test('it plays to the end, at each speed, and pauses there', async ({ host }) => {
  const page = await host.open(QUERY)
  await expect(page.getByTestId('timeline')).toHaveAttribute('data-total', String(told.length))
  const speed = page.getByTestId('timeline-speed')
  for (const value of ['2', '5', '10']) {
    await page.keyboard.press('.')
    await expect(speed).toHaveAttribute('data-value', value)
  }
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  const timeline = page.getByTestId('timeline')
  await expect(timeline).toHaveAttribute('data-position', String(told.length))
  await expect(timeline).toHaveAttribute('data-state', 'paused')
  for (const value of ['5', '2', '1', '0.5', '0.25', '0.1']) {
    await page.keyboard.press(',')
    await expect(speed).toHaveAttribute('data-value', value)
  }
  await page.keyboard.press('Space')
  await expect(timeline).toHaveAttribute('data-state', 'playing')
  await page.keyboard.press('l')
  expect(await positionOf(page)).toBe(told.length)
})

test('the brush zooms, and the lanes have each lookup', async ({ host }) => {
  const page = await host.open(QUERY)
  await untilLoaded(page, told.length)
  const strip = page.getByTestId('timeline-strip')
  const span = async (): Promise<number[]> =>
    Promise.all(
      ['data-from', 'data-to'].map(async (name) => Number(await strip.getAttribute(name))),
    )
  const before = await span()
  const lookups = told.filter(({ event }) => event.kind === 'lookup.started').length
  await expect(page.getByTestId('lane-lookups')).toHaveAttribute('data-count', String(lookups))
  await expect(page.getByTestId('lane-lookup')).toHaveCount(2)

  await page.keyboard.press('+')
  const brush = await page.getByTestId('timeline-brush').boundingBox()
  if (brush === null) throw new Error('there is no brush')
  const y = brush.y + brush.height / 2
  await page.getByTestId('timeline-brush').dblclick()
  await page.keyboard.press('+')
  // From the left, where the stretch is not.
  await page.mouse.move(brush.x + brush.width * 0.1, y)
  await page.mouse.down()
  await page.mouse.move(brush.x + brush.width * 0.35, y, { steps: 4 })
  await page.mouse.up()
  const [from = 0, to = 0] = await span()
  const [start = 0, end = 0] = before
  expect((from - start) / (end - start)).toBeCloseTo(0.1, 1)
  expect((to - start) / (end - start)).toBeCloseTo(0.35, 1)
  await page.getByTestId('timeline-brush').focus()
  await page.keyboard.press('ArrowRight')
  expect((await span())[0]).toBeGreaterThan(from)
})

test('a recording goes out and comes back in as the same World', async ({ host }) => {
  const page = await host.open(QUERY)
  await untilLoaded(page, told.length)
  const coming = page.waitForEvent('download')
  await page.getByTestId('recording').click()
  await page.getByTestId('recording-save').click()
  const text = await readFile(await (await coming).path(), 'utf8')
  const before = await page.evaluate(() => window.kadscope.world())
  expect(before).toEqual(worldSnapshot(worldAfter(told, told.length), 'replay'))

  const other = await host.open('?start')
  const file = { name: 'mine.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(text) }
  await other.getByTestId('open-file').setInputFiles(file)
  await untilLoaded(other, told.length)
  expect(await other.evaluate(() => window.kadscope.world())).toEqual(before)
})

test('a recording that is dropped on the page takes the place of what was there', async ({
  host,
}) => {
  const page = await host.open('?trace=traces/join.jsonl')
  await untilLoaded(page, sampleEnvelopes('join').length)
  await drop(page, sampleText('put-get'))
  await untilLoaded(page, told.length)
  expect(await page.evaluate(() => window.kadscope.world())).toEqual(
    worldSnapshot(worldAfter(told, told.length), 'replay'),
  )
})

test('a damaged recording is refused with its line and the reason', async ({ host }) => {
  const page = await host.open('?start')
  const lines = sampleText('put-get').split('\n')
  lines[7] = '{"seq": "seven"}'
  for (const [text, error, words] of [
    [lines.join('\n'), 'TraceLineError', 'Line 8'],
    ['<html></html>', 'TraceLineError', 'Line 1'],
    ['{"format":"kadscope-trace","version":99}', 'TraceVersionError', 'version 99'],
  ] as const) {
    await drop(page, text)
    const refused = page.getByTestId('file-refused')
    await expect(refused).toHaveAttribute('data-error', error)
    await expect(refused).toContainText(words)
    await refused.getByRole('button').click()
    await expect(refused).toBeHidden()
  }
  await expect(page.getByTestId('start-page')).toBeVisible()
})

/** Drops a file on the page, as a mouse does. */
async function drop(page: Page, text: string): Promise<void> {
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([content], 'dropped.jsonl'))
    return transfer
  }, text)
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}
