// The Log over a hundred thousand events: only what is near the viewport is there, and filters are exact.

import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import type { Envelope } from '../src/event/envelope.ts'
import { sentence } from '../src/event/narrate.ts'
import { decodeTrace, encodeTrace, traceHeader } from '../src/event/trace.ts'
import type { RecordKey } from '../src/kad/kad-id.ts'
import { ModelRoom } from '../web/fixtures/model-room.ts'
import { sampleEnvelopes, test, untilLoaded, withoutSpace, wordsOf } from './replay.ts'

const EVENTS = 100_000

/** A made-up room that tells more than any real one in a lesson. */
function manyEvents(): Envelope[] {
  const room = new ModelRoom(11, 4)
  for (let i = 0; i < 16; i += 1) room.join(1000 + i * 50)
  const told = room.drain()
  for (let at = 3000; told.length < EVENTS; at += 20) {
    const by = room.random.pick(room.peers)
    const key = `/u/${at.toString()}` as RecordKey
    if (at % 1000 === 0) room.put(by, key, at, 16)
    else room.lookup(by, 'closest', at, { key, background: true })
    told.push(...room.drain())
  }
  return told.slice(0, EVENTS)
}

async function choose(page: Page, kind: string): Promise<void> {
  await page.getByTestId('log-family').selectOption(kind)
}

test('a hundred thousand events are listed, and few of them drawn', async ({ host }) => {
  test.setTimeout(180_000)
  const told = manyEvents()
  const page = await host.open('?start')
  const text = encodeTrace(traceHeader({ startedAt: 1000 }), told)
  await page.route('**/many.jsonl', (route) => route.fulfill({ body: text }))
  await page.goto(`${host.url}/?trace=many.jsonl&view=log`)
  await expect(page.getByTestId('timeline')).toHaveAttribute('data-total', String(EVENTS), {
    timeout: 90_000,
  })
  await page.keyboard.press('End')
  const count = page.getByTestId('log-count')
  await expect(count).toHaveAttribute('data-count', String(EVENTS))
  const rows = page.getByTestId('log-row')
  await expect(rows.last()).toHaveAttribute('data-index', String(EVENTS - 1))
  expect(await rows.count()).toBeLessThan(120)

  for (const kind of ['rpc.sent', 'record.stored', 'peer.started'] as const) {
    await choose(page, kind)
    const wanted = told.filter(({ event }) => event.kind === kind).length
    await expect(count).toHaveAttribute('data-count', String(wanted))
  }
  await choose(page, 'all')
  await expect(rows.last()).toHaveAttribute('data-index', String(EVENTS - 1))
  const list = page.getByTestId('log').locator('> div').first()
  // It goes to its end by itself, in a few steps on a busy machine, and only then can one scroll away.
  await expect(async () => {
    await list.evaluate((box) => {
      box.scrollTop = 0
    })
    await expect(rows.first()).toHaveAttribute('data-index', '0', { timeout: 1_000 })
  }).toPass()
})

test('each row is the event, in plain words and raw', async ({ host }) => {
  const told = sampleEnvelopes('join')
  const page = await host.open('?trace=traces/join.jsonl&view=log')
  await untilLoaded(page, told.length)
  const row = page.getByTestId('log-row').last()
  const index = Number(await row.getAttribute('data-index'))
  const envelope = told[index]
  if (envelope === undefined) throw new Error('the row is of no event')
  expect(await wordsOf(row.locator('p'))).toBe(withoutSpace(sentence(envelope)))
  await row.getByTestId('log-raw').click()
  expect(JSON.parse(await row.locator('pre').innerText())).toEqual(envelope)
})

test('the filters let through what one peer told, and a lookup with its answers', async ({
  host,
}) => {
  const told = sampleEnvelopes('put-get')
  const put = told.find(({ event }) => event.kind === 'lookup.started' && event.operation === 'put')
  if (put?.event.kind !== 'lookup.started') throw new Error('nothing was put')
  const { lookup } = put.event
  const page = await host.open(
    `?trace=traces/put-get.jsonl&view=log&peer=${put.peer}&lookup=${lookup}`,
  )
  await untilLoaded(page, told.length)
  const count = page.getByTestId('log-count')
  await page.getByTestId('log-only-peer').click()
  const byPeer = told.filter(({ peer }) => peer === put.peer).length
  await expect(count).toHaveAttribute('data-count', String(byPeer))
  await page.getByTestId('log-only-peer').click()
  await page.getByTestId('log-only-lookup').click()
  const rpcs = new Set(
    told.flatMap(({ event }) =>
      event.kind === 'rpc.sent' && event.lookup === lookup ? [event.rpc] : [],
    ),
  )
  const ofLookup = told.filter(
    ({ event }) =>
      ('lookup' in event && event.lookup === lookup) || ('rpc' in event && rpcs.has(event.rpc)),
  )
  await expect(count).toHaveAttribute('data-count', String(ofLookup.length))
})

test('what is listed can be saved alone: as a recording that says so, and as a table', async ({
  host,
}) => {
  const told = sampleEnvelopes('put-get')
  const records = told.filter(({ event }) => event.kind.startsWith('record.'))
  const page = await host.open('?trace=traces/put-get.jsonl&view=log')
  await untilLoaded(page, told.length)
  const save = async (what: string): Promise<string> => {
    await page.getByTestId('export').click()
    const coming = page.waitForEvent('download')
    await page.getByTestId(`export-${what}`).click()
    const text = await readFile(await (await coming).path(), 'utf8')
    await page.keyboard.press('Escape')
    return text
  }
  expect(decodeTrace(await save('all')).envelopes).toEqual(told)
  await choose(page, 'records')
  const text = await save('listed')
  const part = decodeTrace(text)
  expect(part.envelopes).toEqual(records)
  expect(part.header.excerpt).toBe('records')
  const table = (await save('table')).split('\r\n').slice(1, -1)
  expect(table).toHaveLength(records.length)
  for (const [index, { peer }] of records.entries()) expect(table[index]).toContain(peer)

  const other = await host.open('?start')
  const file = { name: 'part.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(text) }
  await other.getByTestId('open-file').setInputFiles(file)
  await untilLoaded(other, records.length)
  await expect(other.getByTestId('notice')).toContainText('part of a recording: records')
  await expect(page.getByTestId('notice')).toBeHidden()
})
