// Lookups: what is drawn of one are exactly its messages, and the verdict is that of brute force.

import { expect, type Page } from '@playwright/test'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import { livePeers } from '../src/world/selectors.ts'
import type { Message, World } from '../src/world/world.ts'
import { bruteForce, test as labTest, truePeers } from './lab-page.ts'
import { sampleEnvelopes, positionOf, test, untilLoaded, worldAfter } from './replay.ts'

const told = sampleEnvelopes('put-get')

/** One attribute of each element with a test id. */
function all(page: Page, testid: string, attribute: string): Promise<string[]> {
  return page
    .getByTestId(testid)
    .evaluateAll(
      (elements, name) => elements.map((element) => element.getAttribute(name) ?? ''),
      attribute,
    )
}

async function openLookup(page: Page, operation: string): Promise<string> {
  await untilLoaded(page, told.length)
  await page.getByTestId('lookups-which-hand').click()
  await page.getByTestId('lookups-operation').selectOption(operation)
  await expect(page.getByTestId('lookup-row')).toHaveCount(1)
  await page.getByTestId('lookup-row').click()
  return (await page.getByTestId('lookup').getAttribute('data-lookup')) ?? ''
}

test('the list has each lookup of its kind', async ({ host }) => {
  const page = await host.open('?trace=traces/put-get.jsonl&view=lookups')
  await untilLoaded(page, told.length)
  const { lookups } = worldAfter(told, told.length)
  for (const [which, background] of [
    ['hand', false],
    ['upkeep', true],
  ] as const) {
    await page.getByTestId(`lookups-which-${which}`).click()
    const wanted = [...lookups.values()].filter((one) => one.background === background)
    const listed = await all(page, 'lookup-row', 'data-lookup')
    expect(wanted.map(({ lookup }) => lookup)).toEqual(expect.arrayContaining(listed))
    expect(listed).toHaveLength(Math.min(60, wanted.length))
  }
})

for (const operation of ['put', 'get']) {
  test(`the waterfall of a ${operation} has exactly its messages`, async ({ host }) => {
    const page = await host.open('?trace=traces/put-get.jsonl&view=lookups')
    const id = await openLookup(page, operation)
    const lookup = worldAfter(told, told.length).lookups.get(id)
    const sent = told.flatMap(({ event }) =>
      event.kind === 'rpc.sent' && event.lookup === id ? [event.rpc] : [],
    )
    expect((await all(page, 'waterfall-row', 'data-rpc')).sort()).toEqual(
      expect.arrayContaining(sent.sort()),
    )
    const rows = await all(page, 'waterfall-row', 'data-rpc')
    expect(rows.sort()).toEqual(lookup?.messages.map(({ rpc }) => rpc).sort())
    const cost = page.getByTestId('cost')
    await expect(cost).toHaveAttribute('data-messages', String(rows.length))
    await expect(cost).toHaveAttribute(
      'data-bytes',
      String(lookup?.messages.reduce((sum, { bytes }) => sum + bytes, 0)),
    )
  })
}

/** The nearest that a lookup had heard of, nearest first, with what became of each: by brute force. */
function trueShortlist(world: World, id: string): Map<PeerName, string> {
  const lookup = world.lookups.get(id)
  if (lookup === undefined) return new Map()
  const states = new Map<PeerName, string>()
  for (const { type, to, state, closer } of lookup.messages) {
    if (type === 'PUT_VALUE') continue
    states.set(to, state === 'sent' ? 'asked' : state)
    for (const peer of closer) states.set(peer, states.get(peer) ?? 'not asked')
  }
  states.delete(lookup.by)
  const nearest = closestTo(lookup.target, [...states.keys()], 2 * kOf(world), kadIdOfPeer)
  return new Map(nearest.map((peer) => [peer, states.get(peer) ?? '']))
}

function kOf(world: World): number {
  return Math.max(...livePeers(world).map((peer) => peer.k))
}

test('the distance falls as the answers came, and the cost is what was sent', async ({ host }) => {
  const page = await host.open('?trace=traces/put-get.jsonl&view=lookups')
  const id = await openLookup(page, 'put')
  const world = worldAfter(told, told.length)
  const lookup = world.lookups.get(id)
  if (lookup === undefined) throw new Error('the World has no such lookup')
  const answered = lookup.messages
    .filter(({ type, state }) => type !== 'PUT_VALUE' && state === 'answered')
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    .map(({ to }) => to)
  const points = [lookup.by, ...answered]
  expect(await all(page, 'falling-point', 'data-peer')).toEqual(points)
  const distances = (await all(page, 'falling-point', 'data-distance')).map(Number)
  for (const [index, peer] of points.entries()) {
    const xor = BigInt(`0x${kadIdOfPeer(peer)}`) ^ BigInt(`0x${lookup.target}`)
    expect(distances[index]).toBeCloseTo(Math.log2(Number(xor)), 6)
  }
  const cost = page.getByTestId('cost')
  const asked = new Set(lookup.messages.map(({ to }) => to))
  await expect(cost).toHaveAttribute('data-asked', String(asked.size))
  await expect(cost).toHaveAttribute('data-log2', Math.log2(livePeers(world).length).toFixed(3))
})

test('the shortlist is stepped through, answer by answer', async ({ host }) => {
  const page = await host.open('?trace=traces/put-get.jsonl&view=lookups')
  const id = await openLookup(page, 'put')
  const steps = page.getByTestId('lookup-steps')
  const count = Number(await steps.getAttribute('data-count'))
  expect(count).toBeGreaterThan(1)
  await expect(steps).toHaveAttribute('data-step', String(count))
  for (let step = count - 1; step >= 0; step -= 1) {
    await page.getByTestId('lookup-step-prev').click()
    await expect(steps).toHaveAttribute('data-step', String(step))
    const world = worldAfter(told, await positionOf(page))
    const messages: readonly Message[] = world.lookups.get(id)?.messages ?? []
    const ended = messages.filter(({ state }) => state !== 'sent')
    expect(ended).toHaveLength(step)
    const shortlist = trueShortlist(world, id)
    await expect.poll(() => all(page, 'shortlist-row', 'data-peer')).toEqual([...shortlist.keys()])
    expect(await all(page, 'shortlist-row', 'data-state')).toEqual([...shortlist.values()])
  }
  await expect(page.getByTestId('lookup-step-prev')).toBeDisabled()
  await page.getByTestId('lookup-step-next').click()
  await expect(steps).toHaveAttribute('data-step', '1')
})

test('the verdict is that of brute force', async ({ host }) => {
  const page = await host.open('?trace=traces/put-get.jsonl&view=lookups')
  const id = await openLookup(page, 'put')
  const world = worldAfter(told, told.length)
  const lookup = world.lookups.get(id)
  if (lookup === undefined) throw new Error('the World has no such lookup')
  const others = livePeers(world).flatMap(({ peerId }) => (peerId === lookup.by ? [] : [peerId]))
  const truth: PeerName[] = closestTo(lookup.target, others, kOf(world), kadIdOfPeer)
  const found = truth.filter((peer) => lookup.closest.includes(peer)).length
  const verdict = page.getByTestId('verdict')
  await expect(verdict).toHaveAttribute('data-wanted', String(truth.length))
  await expect(verdict).toHaveAttribute('data-found', String(found))
})

labTest(
  'a word is looked up: what was found and is shown is what brute force says',
  async ({ openLab }) => {
    const page = await openLab('?lab=24&k=4&seed=lookup&view=lookups', 24)
    await page.getByTestId('lookup-target').fill('old oak')
    await page.getByTestId('lookup-submit').click()
    const result = page.getByTestId('lookup-result')
    await expect(result).toHaveAttribute('data-state', 'done')
    const own = await page.evaluate(() => window.kadscope.peerId())
    const others = (await truePeers(page)).filter(({ peerId }) => peerId !== own)
    const nearest = bruteForce(others, kadIdOfKey('/u/old-oak' as RecordKey), 4)
    await expect(result.locator('p')).toHaveAttribute('data-closest', nearest.join(' '))
    const row = page.getByTestId('lookup-row')
    await expect(row).toHaveCount(1)
    await expect(row).toHaveAttribute('data-peer', own)
    await expect(page.getByTestId('lookup')).toHaveAttribute('data-state', 'done')
    await page.getByTestId('lookup-target').fill('/x/nowhere')
    await page.getByTestId('lookup-submit').click()
    await expect(result.locator('[data-error]')).toHaveAttribute('data-error', 'InvalidKeyError')
  },
)
