// The start page, and how the page looks to whom: projector, split, narration.

import { expect } from '@playwright/test'
import { messages as german } from '../src/event/messages.de.ts'
import { sentence } from '../src/event/narrate.ts'
import { SAMPLES } from '../web/state/samples.ts'
import { positionOf, sampleEnvelopes, test, untilLoaded, withoutSpace, wordsOf } from './replay.ts'
import { peerIdOf, test as roomTest } from './room.ts'

test('without any relay the page is the start page, and says so', async ({ host }) => {
  const page = await host.open('')
  const start = page.getByTestId('start-page')
  await expect(start).toHaveAttribute('data-state', 'no-relay')
  await expect(start).toContainText('No relay answers here')
  await expect(page.getByTestId('start-picture')).toHaveAttribute('data-count', /^[5-9]$/)
})

test('each recording of the start page opens and is played to its end', async ({ host }) => {
  for (const { name } of SAMPLES) {
    const total = sampleEnvelopes(name).length
    const page = await host.open('?start')
    await page.getByTestId(`sample-${name}`).click()
    await expect(page.getByTestId('tier')).toHaveAttribute('data-state', 'replay')
    await untilLoaded(page, total)
    await page.keyboard.press('End')
    expect(await positionOf(page)).toBe(total)
    await page.close()
  }
})

test('the holder that dies is missed, and its copy is made again', async ({ host }) => {
  const told = sampleEnvelopes('holder-dies')
  const page = await host.open('?trace=traces/holder-dies.jsonl&view=records')
  await untilLoaded(page, told.length)
  const row = page.locator('[data-testid=record-row][data-key="/u/precious"]')
  await expect(row).toHaveAttribute('data-state', 'whole')
  const crash = told.findIndex(({ event }) => event.kind === 'fault.set')
  const lane = page.getByTestId('lane-fault')
  await expect(lane).toHaveAttribute('data-type', 'crash')
  while ((await positionOf(page)) > crash + 1) {
    if ((await row.getAttribute('data-state')) === 'short') break
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowLeft')
  }
  await expect(row).toHaveAttribute('data-state', 'short')
})

roomTest('from the start into the room, and back again', async ({ room }) => {
  const page = await room.open('?start')
  await expect(page.getByTestId('start-page')).toHaveAttribute('data-state', 'asked')
  expect(
    await page.evaluate(() => performance.getEntriesByType('resource').length),
  ).toBeGreaterThan(0)
  await page.getByTestId('start-room').click()
  await peerIdOf(page)
  await expect(page.getByTestId('tier')).toHaveAttribute('data-state', 'room')
  await page.getByTestId('to-start').click()
  await expect(page.getByTestId('start-page')).toBeVisible()
})

test('projector mode makes all type larger, and is remembered', async ({ host }) => {
  const page = await host.open('?trace=traces/join.jsonl')
  await untilLoaded(page, sampleEnvelopes('join').length)
  await page.setViewportSize({ width: 1920, height: 1080 })
  const size = (): Promise<number> =>
    page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize))
  const before = await size()
  await page.keyboard.press('p')
  const after = await size()
  expect(after).toBeGreaterThan(before * 1.2)
  await page.reload()
  expect(await size()).toBe(after)
  await page.keyboard.press('p')
  expect(await size()).toBe(before)
})

test('the line between two views is dragged, moved by keys, and stands in the address', async ({
  host,
}) => {
  const page = await host.open('?trace=traces/join.jsonl&view=log,join')
  await untilLoaded(page, sampleEnvelopes('join').length)
  const split = page.getByTestId('split')
  const main = page.getByTestId('view-log')
  const box = await split.boundingBox()
  if (box === null) throw new Error('there is no line')
  await page.mouse.move(box.x, 300)
  await page.mouse.down()
  await page.mouse.move(640, 300, { steps: 5 })
  await page.mouse.up()
  await expect(split).toHaveAttribute('aria-valuenow', '50')
  expect((await main.boundingBox())?.width).toBeCloseTo(640, -1)
  await split.focus()
  await page.keyboard.press('ArrowRight')
  await expect(split).toHaveAttribute('aria-valuenow', '52')
  expect(new URL(page.url()).searchParams.get('split')).toBe('52')
  await page.reload()
  await expect(split).toHaveAttribute('aria-valuenow', '52')
  await split.dblclick()
  await expect(split).toHaveAttribute('aria-valuenow', '66')
  expect(new URL(page.url()).searchParams.has('split')).toBe(false)
})

test('narration tells the event that is shown in one sentence', async ({ host }) => {
  const told = sampleEnvelopes('put-get')
  const page = await host.open('?trace=traces/put-get.jsonl&view=join')
  await untilLoaded(page, told.length)
  await page.keyboard.press('n')
  const narration = page.getByTestId('narration')
  await expect(narration).toHaveAttribute('aria-live', 'polite')
  for (let back = 1; back <= 5; back += 1) {
    await page.keyboard.press('ArrowLeft')
    const envelope = told[told.length - back - 1]
    if (envelope === undefined) throw new Error('the recording is too short')
    await expect.poll(() => wordsOf(narration)).toBe(withoutSpace(sentence(envelope)))
  }
  await page.keyboard.press('n')
  await expect(narration).toBeHidden()
})

test('narration and the Log are told in German when it is chosen, and after a reload', async ({
  host,
}) => {
  const told = sampleEnvelopes('put-get')
  const page = await host.open('?trace=traces/put-get.jsonl&view=log')
  await untilLoaded(page, told.length)
  await page.getByTestId('settings').click()
  await page.getByTestId('narration-switch').check()
  await page.getByTestId('language').selectOption({ label: 'Deutsch' })
  await page.keyboard.press('Escape')
  await page.getByTestId('settings-content').waitFor({ state: 'hidden' })
  const inGerman = async (): Promise<void> => {
    await page.keyboard.press('ArrowLeft')
    const envelope = told[(await positionOf(page)) - 1]
    if (envelope === undefined) throw new Error('the recording is too short')
    const words = withoutSpace(sentence(envelope, german))
    expect(words).not.toBe(withoutSpace(sentence(envelope)))
    const narration = page.getByTestId('narration')
    await expect.poll(() => wordsOf(narration)).toBe(words)
    await expect(narration).toHaveAttribute('lang', 'de')
    const line = page.getByTestId('log-row').last().locator('p')
    await expect.poll(() => wordsOf(line)).toBe(words)
    await expect(line).toHaveAttribute('lang', 'de')
  }
  await inGerman()
  await page.reload()
  await untilLoaded(page, told.length)
  await inGerman()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})
