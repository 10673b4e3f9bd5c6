// The classroom: bursts, lids that close, reloads, relays that come and go, plain HTTP.

import { chromium, expect, type Page } from '@playwright/test'
import { kadIdOfKey, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { launchArgs, findChromium } from './browser.ts'
import { relayPlace, startRelay } from './processes.ts'
import { contactsOf, peerIdOf, relayIdOf, test, trueClosest, untilFormed } from './room.ts'

const K = 4

/** What a lookup found of what it should have. */
interface Found {
  readonly found: number
  readonly wanted: number
}

/** The share of the true k closest that lookups from every peer of every tab find. */
async function recall(pages: readonly Page[], everybody: readonly PeerName[]): Promise<number> {
  const all = (await Promise.all(pages.map((page) => lookUpFromAll(page, everybody)))).flat()
  const sum = (of: (each: Found) => number): number =>
    all.reduce((total, each) => total + of(each), 0)
  return sum(({ found }) => found) / sum(({ wanted }) => wanted)
}

/** A lookup from each peer of a tab, one after the other: the question should not be the load. */
async function lookUpFromAll(page: Page, everybody: readonly PeerName[]): Promise<Found[]> {
  const own = await page.evaluate(() =>
    window.kadscope.snapshots().map((snapshot) => snapshot.peerId),
  )
  const results: Found[] = []
  for (const peer of own) {
    const key = `/u/probe-${peer.slice(-8)}` as RecordKey
    const others = everybody.filter((other) => other !== peer)
    const truth = trueClosest(kadIdOfKey(key), others, K)
    // A peer that knows nobody yet finds nobody.
    const closest = await page.evaluate(
      ([k, asker]) => window.kadscope.closest(k, { peer: asker }).catch((): string[] => []),
      [key, peer] as const,
    )
    const found = truth.filter((each) => closest.includes(each)).length
    results.push({ found, wanted: truth.length })
  }
  return results
}

test('thirty peers in five tabs join in one burst and find the true k closest', async ({
  room,
}) => {
  test.setTimeout(240_000)
  const relayId = await relayIdOf(room.relay)
  const pages = await room.openAll(Array.from({ length: 5 }, () => ''))
  const own = await Promise.all(pages.map(peerIdOf))
  const added = await Promise.all(
    pages.map((page) => page.evaluate(() => window.kadscope.addPeers(5))),
  )
  const everybody = [...own, ...added.flat(), relayId]
  expect(new Set(everybody).size).toBe(31)
  await expect
    .poll(
      () =>
        Promise.all(
          pages.map((page) =>
            page.evaluate(() =>
              window.kadscope.snapshots().every(({ stage }) => stage !== 'identity'),
            ),
          ),
        ),
      { timeout: 60_000 },
    )
    .not.toContain(false)
  await expect
    .poll(() => recall(pages, everybody), { timeout: 150_000 })
    .toBeGreaterThanOrEqual(0.99)
})

test('a third of the tabs is closed: within 5 s no table contains them', async ({ room }) => {
  const relayId = await relayIdOf(room.relay)
  const pages = await room.openAll(Array.from({ length: 6 }, () => ''))
  await untilFormed(pages, [relayId])
  const gone = pages.slice(4)
  const left = pages.slice(0, 4)
  const ids = await Promise.all(gone.map(peerIdOf))
  await Promise.all(gone.map((page) => page.context().close()))
  await expect
    .poll(
      async () => {
        const tables = await Promise.all(left.map(contactsOf))
        return tables.flat().filter((contact) => ids.includes(contact))
      },
      { timeout: 5_000 },
    )
    .toEqual([])
  const put = await left[0]?.evaluate(() => window.kadscope.put('after they left'))
  expect(put?.replicas.some((peer) => ids.includes(peer))).toBe(false)
})

test('a tab that is reloaded ten times leaves one peer', async ({ room }) => {
  test.setTimeout(150_000)
  const pages = await room.openAll(['', '', ''])
  const [first, second] = pages as [Page, Page]
  const relayId = await relayIdOf(room.relay)
  const ids = await Promise.all(pages.map(peerIdOf))
  await untilFormed(pages, [relayId])
  for (let reload = 0; reload < 10; reload++) {
    await first.reload()
    expect(await peerIdOf(first)).toBe(ids[0])
  }
  await untilFormed(pages, [relayId])
  await expect
    .poll(async () => {
      const { connections } = await second.evaluate(() => window.kadscope.snapshot())
      return connections.filter(({ peer }) => peer === ids[0]).map(({ path }) => path)
    })
    .toEqual(['webrtc'])
  await expect
    .poll(async () => {
      const { peers } = await second.evaluate(() => window.kadscope.world())
      return peers
        .filter(({ live }) => live)
        .map(({ peerId }) => peerId)
        .sort()
    })
    .toEqual([...ids, relayId].sort())
})

for (const identity of ['the same', 'a new'] as const) {
  test(`a relay that comes back under ${identity} identity is found without a click`, async ({
    room,
  }) => {
    const pages = await room.openAll(['', ''])
    await untilFormed(pages)
    const before = await relayIdOf(room.relay)
    await room.relay.kill()
    const place =
      identity === 'the same' ? room.place : { ...(await relayPlace()), port: room.place.port }
    const again = await startRelay(place)
    const after = await relayIdOf(again)
    expect(after === before).toBe(identity === 'the same')
    for (const page of pages) {
      await expect.poll(() => contactsOf(page), { timeout: 30_000 }).toContain(after)
    }
    const third = await room.open()
    await untilFormed([...pages, third], [after])
    await again.stop()
  })
}

test('a page on an origin that is not secure works in full', async ({ room }) => {
  const executablePath = findChromium()
  const browser = await chromium.launch({
    args: [...launchArgs(), '--host-resolver-rules=MAP classroom.test 127.0.0.1'],
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  try {
    const pages: Page[] = []
    for (let tab = 0; tab < 2; tab++) {
      const page = await (await browser.newContext()).newPage()
      await page.goto(`http://classroom.test:${room.relay.port}/`)
      expect(await page.evaluate(() => isSecureContext)).toBe(false)
      pages.push(page)
    }
    await untilFormed(pages)
    const [first, second] = pages as [Page, Page]
    const { key } = await first.evaluate(() => window.kadscope.put({ plain: 'http' }))
    expect((await second.evaluate((k) => window.kadscope.get(k), key)).value).toEqual({
      plain: 'http',
    })
    const [one, two] = await Promise.all(pages.map(peerIdOf))
    // What one tells is signed and heard by the other without any crypto.subtle.
    await expect
      .poll(async () => {
        const world = await second.evaluate(() => window.kadscope.world())
        return world.connections.some(
          ({ a, b }) => [a, b].includes(one as PeerName) && [a, b].includes(two as PeerName),
        )
      })
      .toBe(true)
  } finally {
    await browser.close()
  }
})

test('an invitation leads in through a tab, with the first relay dead', async ({ room }) => {
  const first = await room.open()
  const inviter = await peerIdOf(first)
  const [invitation] = await first.evaluate(() => window.kadscope.invitations())
  const dead = encodeURIComponent('http://127.0.0.1:9')
  const second = await room.open(`?bootstrap=${dead}&via=${encodeURIComponent(invitation ?? '')}`)
  await untilFormed([first, second])
  expect(await contactsOf(second)).toContain(inviter)
})

test('why am I not connected? is answered for relays and peers', async ({ room }) => {
  const pages = await room.openAll(['', ''])
  await untilFormed(pages)
  const [first, second] = pages as [Page, Page]
  const other = await peerIdOf(second)
  const { findings, direct } = await first.evaluate(() => window.kadscope.diagnose())
  expect(findings).toContainEqual(
    expect.objectContaining({ subject: 'relay', name: room.relay.url, state: 'good' }),
  )
  expect(findings).toContainEqual(
    expect.objectContaining({ subject: 'peer', name: other, state: 'good' }),
  )
  const attempts = [...direct, ...(await second.evaluate(() => window.kadscope.diagnose().direct))]
  expect(attempts).toContainEqual(expect.objectContaining({ step: 'connected' }))
})
