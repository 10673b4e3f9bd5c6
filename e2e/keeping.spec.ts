// Records outlive those who hold them: real tabs and Node processes that are killed, join and forget.

import { expect, type Page } from '@playwright/test'
import { kadIdOfKey, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { contentKey } from '../src/kad/record-key.ts'
import { keyNearerThan, startNodePeer, type NodePeer } from './node-peer.ts'
import { peerIdOf, test, trueClosest } from './room.ts'

const K = 4
/** The relay, its own nodes, tabs and processes. */
const ROOM = 12

/** Who of `peers` holds a record, as each says of its own shelf when `page` asks it. */
async function holdersOf(
  page: Page,
  key: RecordKey,
  peers: readonly PeerName[],
): Promise<PeerName[]> {
  const held = await page.evaluate(
    ([wanted, all]) =>
      Promise.all(
        all.map(async (peer) => {
          const shelf = await window.kadscope.inventory(peer).catch(() => undefined)
          return shelf?.entries.some((entry) => entry.key === wanted) === true
        }),
      ),
    [key, peers] as const,
  )
  return peers.filter((_, index) => held[index]).sort()
}

/** The live peers of the room, as the page draws it. */
async function livePeers(page: Page): Promise<PeerName[]> {
  const { peers } = await page.evaluate(() => window.kadscope.world())
  return peers.flatMap(({ peerId, live }) => (live ? [peerId] : []))
}

/** A text whose record has its nearest of `peers` among those that suit; some do, so it ends soon. */
function textFor(
  peers: readonly PeerName[],
  suits: (nearest: PeerName) => boolean,
): { text: string; key: RecordKey } {
  for (let tried = 0; tried < 100_000; tried += 1) {
    const text = `record ${tried}`
    const key = contentKey(new TextEncoder().encode(text))
    if (trueClosest(kadIdOfKey(key), peers, 1).some(suits)) return { text, key }
  }
  throw new Error('no text has a suitable peer nearest to it')
}

test.describe('a room of twelve, republishing every ten seconds', () => {
  test.use({ relayOptions: ['--peers', '3', '--republish', '10'] })
  const twoIntervals = { timeout: 20_000 }

  test('R7 R8 all but one holder killed, then the publisher, then a closer peer joins', async ({
    room,
  }) => {
    test.setTimeout(150_000)
    const running: NodePeer[] = []
    try {
      const pages = await room.openAll(['', '', '', ''])
      await Promise.all(pages.map(peerIdOf))
      const [publisher, observer, ...others] = pages as [Page, Page, Page, Page]
      const tabs = new Map<PeerName, Page>()
      for (const page of others) tabs.set(await peerIdOf(page), page)
      await expect.poll(async () => (await livePeers(observer)).length).toBe(ROOM - 4)
      // The record's holders can all be killed: a tab, and three processes nearer to the key.
      const { text, key } = textFor(await livePeers(observer), (nearest) => tabs.has(nearest))
      const target = kadIdOfKey(key)
      for (let nearer = 0; nearer < 3; nearer += 1) {
        const identity = await keyNearerThan(target, await livePeers(observer))
        running.push(await startNodePeer(room.relay.url, identity))
        await expect
          .poll(async () => (await livePeers(observer)).length)
          .toBe(ROOM - 4 + running.length)
      }
      running.push(await startNodePeer(room.relay.url))
      await expect.poll(async () => (await livePeers(observer)).length).toBe(ROOM)
      const everybody = await livePeers(observer)
      const mortal = new Map<PeerName, () => Promise<void>>()
      for (const [name, page] of tabs) mortal.set(name, () => page.context().close())
      for (const node of running) mortal.set(node.peerId, () => node.kill())
      expect(trueClosest(target, everybody, K).filter((peer) => mortal.has(peer))).toHaveLength(K)
      let live = everybody
      const truth = (): PeerName[] => trueClosest(target, live, K)
      const holders = (): Promise<PeerName[]> => holdersOf(observer, key, live)

      await test.step('a put stores on exactly the k closest', async () => {
        const put = await publisher.evaluate((value) => window.kadscope.put(value), text)
        expect(put.key).toBe(key)
        await expect.poll(holders, twoIntervals).toEqual(truth())
      })

      await test.step('three of four holders die, and k copies are back by themselves', async () => {
        const killed = truth().slice(1)
        await Promise.all(killed.map(async (peer) => mortal.get(peer)?.()))
        live = live.filter((peer) => !killed.includes(peer))
        await expect.poll(holders, twoIntervals).toEqual(truth())
      })

      await test.step('the publisher dies, and the record lives on', async () => {
        const gone = await peerIdOf(publisher)
        await publisher.context().close()
        live = live.filter((peer) => peer !== gone)
        await expect.poll(holders, twoIntervals).toEqual(truth())
        expect((await observer.evaluate((k) => window.kadscope.get(k), key)).value).toBe(text)
      })

      await test.step('a closer peer joins, and the farthest copy moves to it', async () => {
        const before = truth()
        const nearer = await keyNearerThan(target, live)
        const newcomer = await startNodePeer(room.relay.url, nearer)
        running.push(newcomer)
        live = [...live, newcomer.peerId]
        expect(truth()).toContain(newcomer.peerId)
        await expect.poll(holders, twoIntervals).toEqual(truth())
        expect(before.filter((peer) => !truth().includes(peer))).toHaveLength(1)
      })
    } finally {
      await Promise.all(running.map((node) => node.kill()))
    }
  })
})

test.describe('a room of twelve in which records live for twenty seconds', () => {
  test.use({ relayOptions: ['--peers', '9', '--republish', '4', '--expire', '20'] })

  test('R6 a record that is republished again and again still expires everywhere', async ({
    room,
  }) => {
    const pages = await room.openAll(['', ''])
    await Promise.all(pages.map(peerIdOf))
    const [publisher, observer] = pages as [Page, Page]
    await expect.poll(async () => (await livePeers(observer)).length).toBe(ROOM)
    const everybody = await livePeers(observer)
    const own = await peerIdOf(observer)
    const { text, key } = textFor(everybody, (nearest) => nearest === own)
    await publisher.evaluate((value) => window.kadscope.put(value), text)
    const isExpired = async (): Promise<boolean> => {
      const events = await observer.evaluate(() => window.kadscope.events())
      return events.some(({ event }) => event.kind === 'record.expired' && event.key === key)
    }
    // Only one of the holders republishes in an interval: this one, or it is sent the record again.
    const writes = async (): Promise<number> => {
      const events = await observer.evaluate(() => window.kadscope.events())
      return events.filter(
        ({ event }) =>
          (event.kind === 'record.republished' && event.key === key) ||
          (event.kind === 'rpc.served' && event.type === 'PUT_VALUE' && event.key === key),
      ).length
    }
    await expect.poll(writes).toBeGreaterThanOrEqual(2)
    // Where a holder was slow, the next nearest has one copy more, and lets it go at its next turn.
    await expect
      .poll(() => holdersOf(observer, key, everybody))
      .toEqual(trueClosest(kadIdOfKey(key), everybody, K))
    await expect.poll(isExpired, { timeout: 25_000 }).toBe(true)
    await expect.poll(() => holdersOf(observer, key, everybody)).toEqual([])
    const gone = await publisher.evaluate(
      (k) => window.kadscope.get(k).catch((error: unknown) => (error as Error).name),
      key,
    )
    expect(gone).toBe('RecordNotFoundError')
  })
})
