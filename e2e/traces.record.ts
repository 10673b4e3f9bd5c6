// Records the traces that come with the page, from real rooms and a Lab: `npm run recordings`.

import '../src/base/polyfills.ts'
import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { delay, realClock } from '../src/base/clock.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { decodeTrace, encodeTrace, traceHeader, type TraceHeader } from '../src/event/trace.ts'
import { Lab } from '../src/lab/lab.ts'
import { parseScenario } from '../src/lab/scenario.ts'
import { rulesOfLab } from '../src/lab/lab-rules.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import { SAMPLES, sampleFile, type Sample } from '../web/state/samples.ts'
import { relayIdOf, test, untilFormed } from './room.ts'

/** The largest that a trace of the page may be, in bytes. */
const MOST_BYTES = 300 * 1024

/** Peers of the Lab. */
const PEERS = 16

/** The page's own recording, saved as a viewer saves it. */
async function saved(page: Page): Promise<{ header: TraceHeader; envelopes: readonly Envelope[] }> {
  const coming = page.waitForEvent('download')
  await page.getByTestId('recording').click()
  await page.getByTestId('recording-save').click()
  return decodeTrace(await readFile(await (await coming).path(), 'utf8'))
}

function write(name: Sample['name'], header: TraceHeader, envelopes: readonly Envelope[]): void {
  const title = SAMPLES.find((sample) => sample.name === name)?.title
  if (title === undefined) throw new Error(`the page knows no recording ${name}`)
  const { room } = header
  const startedAt = envelopes[0]?.at ?? header.startedAt
  const fields = { startedAt, title, ...(room === undefined ? {} : { room }) }
  const text = encodeTrace(traceHeader(fields), envelopes)
  expect(text.length).toBeLessThan(MOST_BYTES)
  mkdirSync('public/traces', { recursive: true })
  writeFileSync(`public/${sampleFile({ name })}`, text)
}

/**
 * A recording from a moment on: what each peer told of its whole state before that, and then all
 * there is. A World that is heard of from the middle on is whole that way (SPEC, W4).
 */
function from(at: number, envelopes: readonly Envelope[]): Envelope[] {
  const begin = envelopes.findIndex((envelope) => envelope.at >= at)
  const states = new Map<PeerName, Envelope>()
  for (const envelope of envelopes.slice(0, begin)) {
    if (envelope.event.kind !== 'peer.described') continue
    // The latest comes last, as it was told.
    states.delete(envelope.peer)
    states.set(envelope.peer, envelope)
  }
  return [...states.values(), ...envelopes.slice(begin)]
}

test('a join', async ({ room }) => {
  test.setTimeout(180_000)
  const relay = await relayIdOf(room.relay)
  const pages = await room.openAll(['', '', ''])
  await untilFormed(pages, [relay])
  const openedAt = Date.now()
  const newcomer = await room.open()
  await untilFormed([...pages, newcomer], [relay])
  const [watching] = pages as [Page]
  await watching.waitForTimeout(2_000)
  const { header, envelopes } = await saved(watching)
  write('join', header, from(openedAt - 500, envelopes))
})

test('a put and a get', async ({ room }) => {
  test.setTimeout(180_000)
  const pages = await room.openAll(['', '', '', '', ''])
  await untilFormed(pages, [await relayIdOf(room.relay)])
  // Newcomers look around again and again, ever more rarely.
  await pages[0]?.waitForTimeout(3_000)
  const [watching, publisher, reader] = pages as [Page, Page, Page]
  await watching.waitForTimeout(1_000)
  const putAt = Date.now()
  const put = await publisher.evaluate(() =>
    window.kadscope.put({ title: 'What is a DHT?', words: ['distance', 'bucket', 'lookup'] }),
  )
  await watching.waitForTimeout(1_000)
  const got = await reader.evaluate((key) => window.kadscope.get(key), put.key)
  expect(got.value).toMatchObject({ title: 'What is a DHT?' })
  await watching.waitForTimeout(1_000)
  const { header, envelopes } = await saved(watching)
  write('put-get', header, from(putAt - 1_000, envelopes))
})

test('a holder dies', async () => {
  test.setTimeout(180_000)
  const scenario = parseScenario({
    peers: PEERS,
    k: 4,
    seed: 'holder-dies',
    latency: { least: 5, most: 25 },
  })
  const envelopes: Envelope[] = []
  const lab = new Lab({ scenario, clock: realClock, onEnvelope: (told) => envelopes.push(told) })
  await lab.run()
  const [publisher] = lab.peers
  if (publisher === undefined) throw new Error('the Lab is empty')
  const { key, replicas } = await publisher.put('a note that must not get lost', {
    key: '/u/precious',
  })
  // Newcomers look around again and again, ever more rarely.
  await delay(realClock, 25_000)
  const describedAt = realClock.now()
  // As a Lab's peers do when the page has missed some of what they told.
  for (const peer of lab.peers) peer.teller.tell(peer.describe())
  await delay(realClock, 1_000)
  const victim = replicas.find((peer) => peer !== publisher.peerId)
  if (victim === undefined) throw new Error(`only ${replicas.join()} hold it`)
  await lab.crash([victim])
  const crashedAt = realClock.now()
  const repaired = (): boolean =>
    envelopes.some(
      ({ event, peer, at }) =>
        event.kind === 'record.stored' &&
        event.key === key &&
        at > crashedAt &&
        !replicas.includes(peer),
    )
  await expect.poll(repaired, { timeout: 60_000 }).toBe(true)
  await delay(realClock, 1_500)
  await lab.stop()
  const last = envelopes.findIndex(
    ({ event, at }) => event.kind === 'peer.stopped' && at > crashedAt,
  )
  const header = traceHeader({ startedAt: 0, room: { ...rulesOfLab(scenario), room: 'lab' } })
  write('holder-dies', header, from(describedAt, last < 0 ? envelopes : envelopes.slice(0, last)))
})
