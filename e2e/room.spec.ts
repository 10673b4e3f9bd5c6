// The main job: tabs form a room, keep records on the k closest, and draw what really happens.

import { expect, type Page } from '@playwright/test'
import { kadIdOfKey, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { newPage, peerIdOf, relayIdOf, test, trueClosest, untilFormed } from './room.ts'
import { servePage, startRelay } from './processes.ts'

const K = 4

/** The peers that the records view says hold the record, and those that should. */
async function holdersDrawn(page: Page, key: string): Promise<{ should: string[]; has: string[] }> {
  const table = page.locator(`[data-testid=holders][data-key="${key}"]`)
  const peers = async (testid: string): Promise<string[]> => {
    const found = await table
      .getByTestId(testid)
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-peer') ?? ''))
    return found.filter((peer) => peer !== '').sort()
  }
  return { should: await peers('holder-should'), has: await peers('holder-has') }
}

test('four tabs: wires, records, pictures, time and life without the relay', async ({
  room,
  browser,
}) => {
  test.setTimeout(180_000)
  const relayId = await relayIdOf(room.relay)
  const pages = await room.openAll(['?view=records', '?view=network', '?view=log', '?view=buckets'])
  const [first, second, third, fourth] = pages as [Page, Page, Page, Page]
  const tabs = await Promise.all(pages.map(peerIdOf))
  const everybody: PeerName[] = [...tabs, relayId]

  await test.step('each has the other three over WebRTC', () => untilFormed(pages, [relayId]))

  const document = { title: 'Hello', tags: ['a', 'b'], nested: { n: 1 } }
  const key = await test.step('a JSON document put in one is fetched in another', async () => {
    const put = await first.evaluate((value) => window.kadscope.put(value), document)
    const got = await third.evaluate((k) => window.kadscope.get(k), put.key)
    expect(got.value).toEqual(document)
    return put.key
  })
  const truth = trueClosest(kadIdOfKey(key), everybody, K)

  await test.step('exactly the k closest hold it, the relay included', async () => {
    const holders = await Promise.all(
      pages.map(async (page, index) => {
        const { records } = await page.evaluate(() => window.kadscope.snapshot())
        return records.some((record) => record.key === key) ? [tabs[index]] : []
      }),
    )
    const inTabs = holders.flat().sort()
    expect(inTabs).toEqual(truth.filter((peer) => peer !== relayId))
  })

  await test.step('the records view names exactly them', async () => {
    await first
      .locator(`[data-testid=record-row][data-key="${key}"]`)
      .getByRole('button')
      .first()
      .click()
    await expect.poll(() => holdersDrawn(first, key)).toEqual({ should: truth, has: truth })
  })

  await test.step("one tab's map, table and log show what another did", async () => {
    await expect
      .poll(() =>
        second
          .getByTestId('network-peer')
          .evaluateAll((items) => items.map((item) => item.getAttribute('data-peer')).sort()),
      )
      .toEqual([...everybody].sort())
    // The own table is drawn slot by slot as it is.
    const table = await fourth.evaluate(() => window.kadscope.snapshot().buckets)
    const drawn = await fourth
      .locator('[data-testid=bucket-slot][data-state=filled]')
      .evaluateAll((slots) => slots.map((slot) => slot.getAttribute('data-peer')).sort())
    expect(drawn).toEqual(table.flatMap(({ contacts }) => contacts).sort())
    // The third tab's log has the lookup that the first tab made.
    await expect
      .poll(() =>
        third
          .getByTestId('log-row')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-peer'))),
      )
      .toContain(tabs[0])
  })

  await test.step('pause, step back and live show past states', async () => {
    const words = first.getByTestId('timeline')
    await first.getByTestId('timeline-pause').click()
    await expect(words).toHaveAttribute('data-state', 'paused')
    const row = first.locator(`[data-testid=record-row][data-key="${key}"]`)
    await expect(row).toBeVisible()
    const position = Number(await words.getAttribute('data-position'))
    await first.getByTestId('timeline-prev').click()
    await expect(words).toHaveAttribute('data-position', String(position - 1))
    await first.keyboard.press('Home')
    await expect(row).toBeHidden()
    await first.getByTestId('timeline-live').click()
    await expect(words).toHaveAttribute('data-state', 'live')
    await expect(row).toBeVisible()
  })

  await test.step('the relay is killed: the tabs still put, get and draw', async () => {
    await room.relay.kill()
    await expect
      .poll(async () => {
        const world = await second.evaluate(() => window.kadscope.world())
        return world.peers.find(({ peerId }) => peerId === relayId)?.live
      })
      .toBe(false)
    const put = await second.evaluate(() => window.kadscope.put('without the relay'))
    const holders = trueClosest(kadIdOfKey(put.key), tabs, K)
    expect([...put.replicas].sort()).toEqual(holders)
    for (const page of pages) {
      const got = await page.evaluate((k) => window.kadscope.get(k), put.key)
      expect(got.value).toBe('without the relay')
    }
    await expect
      .poll(async () => {
        const world = await fourth.evaluate(() => window.kadscope.world())
        return world.records.find((record) => record.key === put.key)?.holders.sort()
      })
      .toEqual(holders)
  })

  await test.step('a fifth tab says so, and joins by itself when the relay is back', async () => {
    const host = await servePage()
    const faults: string[] = []
    const fifth = await newPage(browser, faults)
    await fifth.goto(`${host.url}/?bootstrap=${encodeURIComponent(room.relay.url)}`)
    await expect(fifth.getByTestId('notice')).toContainText('does not answer')
    const again = await startRelay(room.place)
    await untilFormed([...pages, fifth], [relayId])
    await expect(fifth.getByTestId('notice')).toBeHidden()
    const got = await fifth.evaluate((k) => window.kadscope.get(k), key)
    expect(got.value).toEqual(document)
    await again.stop()
    await fifth.context().close()
    await host.stop()
    expect(faults).toEqual([])
  })
})

test('a reload is the same peer, a new tab another one', async ({ room }) => {
  const page = await room.open()
  const before = await peerIdOf(page)
  await page.reload()
  expect(await peerIdOf(page)).toBe(before)
  const other = await page.context().newPage()
  await other.goto(room.relay.url)
  expect(await peerIdOf(other)).not.toBe(before)
})

test('two rooms on one relay never mix', async ({ room }) => {
  const pages = await room.openAll(['?room=one', '?room=two'])
  const [one, two] = pages as [Page, Page]
  const ids = await Promise.all(pages.map(peerIdOf))
  await one.evaluate(() => window.kadscope.put('secret', { key: '/u/note' }))
  await expect(two.evaluate(() => window.kadscope.get('/u/note'))).rejects.toThrow(
    'RecordNotFoundError',
  )
  expect(await one.evaluate((id) => window.kadscope.closest(id), ids[1] as string)).not.toContain(
    ids[1],
  )
  const world = await two.evaluate(() => window.kadscope.world())
  expect(world.peers.map(({ peerId }) => peerId)).not.toContain(ids[0])
  expect(world.records).toEqual([])
})

test('closest finds the k nearest, the asker left out', async ({ room }) => {
  const relayId = await relayIdOf(room.relay)
  const pages = await room.openAll(['', '', ''])
  await untilFormed(pages, [relayId])
  const tabs = await Promise.all(pages.map(peerIdOf))
  const key = '/u/anything' as RecordKey
  for (const [index, page] of pages.entries()) {
    const others = [...tabs.filter((_, other) => other !== index), relayId]
    const found = await page.evaluate((k) => window.kadscope.closest(k), key)
    expect([...found].sort()).toEqual(trueClosest(kadIdOfKey(key), others, K))
  }
})
