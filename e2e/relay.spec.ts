// The relay beyond one room: nodes in its process, relays that are linked, and one that is full.

import { expect } from '@playwright/test'
import { kadIdOfPeer, kadIdOfKey, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import { relayPlace, startRelay } from './processes.ts'
import { contactsOf, directPeers, newPage, peerIdOf, test } from './room.ts'

const PEERS = 20

test.describe('--peers', () => {
  test.use({ relayOptions: ['--peers', String(PEERS)] })

  test('a tab is among many peers, which it draws, looks up and stores on', async ({ room }) => {
    test.setTimeout(120_000)
    const page = await room.open('?view=network')
    const own = await peerIdOf(page)
    const everybody = async (): Promise<PeerName[]> => {
      const { peers } = await page.evaluate(() => window.kadscope.world())
      return peers.filter(({ live }) => live).map(({ peerId }) => peerId)
    }
    await expect.poll(async () => (await everybody()).length, { timeout: 60_000 }).toBe(PEERS + 2)
    const others = (await everybody()).filter((peer) => peer !== own)
    await expect
      .poll(
        async () => {
          const key = `/u/${Math.random()}` as RecordKey
          const found = await page.evaluate((k) => window.kadscope.closest(k), key)
          const truth = closestTo(kadIdOfKey(key), others, 4, kadIdOfPeer)
          return found.join() === truth.join()
        },
        { timeout: 30_000 },
      )
      .toBe(true)
    const { key, replicas } = await page.evaluate(() => window.kadscope.put('on nodes'))
    expect(replicas).toHaveLength(4)
    const got = await page.evaluate((k) => window.kadscope.get(k), key)
    expect(got.value).toBe('on nodes')
  })
})

test('tabs of two linked relays reach each other directly', async ({ room, browser }) => {
  test.setTimeout(120_000)
  const place = await relayPlace()
  const second = await startRelay(place, ['--join', room.relay.url])
  const here = await room.open()
  const faults: string[] = []
  const there = await newPage(browser, faults)
  await there.goto(second.url)
  const [one, two] = await Promise.all([peerIdOf(here), peerIdOf(there)])
  await expect.poll(() => contactsOf(here), { timeout: 45_000 }).toContain(two)
  await expect.poll(() => contactsOf(there), { timeout: 45_000 }).toContain(one)
  await expect.poll(() => directPeers(here), { timeout: 45_000 }).toEqual([two])
  const { key } = await here.evaluate(() => window.kadscope.put('from the first'))
  const got = await there.evaluate((k) => window.kadscope.get(k), key)
  expect(got.value).toBe('from the first')
  await there.context().close()
  await second.stop()
  await place.remove()
  expect(faults).toEqual([])
})

test.describe('a relay that is full', () => {
  test.use({ relayOptions: ['--max-peers', '1'] })

  test('says so in the page, and lets the next one in when there is room', async ({
    room,
    browser,
  }) => {
    const first = await room.open()
    await peerIdOf(first)
    const faults: string[] = []
    const second = await newPage(browser, faults)
    await second.goto(room.relay.url)
    await expect(second.getByTestId('notice')).toContainText('is full (1 of 1 peers)')
    await first.context().close()
    await peerIdOf(second)
    await expect(second.getByTestId('notice')).toBeHidden()
    await second.context().close()
    expect(faults).toEqual([])
  })
})
