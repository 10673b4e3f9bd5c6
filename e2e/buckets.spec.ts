// Buckets: the slots that are drawn are those of the peer's real table, under both lenses.

import { expect, type Page } from '@playwright/test'
import { kadIdOfPeer } from '../src/kad/kad-id.ts'
import { commonPrefixLength } from '../src/kad/metric.ts'
import { hasPrefix } from '../src/kad/prefix.ts'
import type { PeerSnapshot } from '../src/peer/dht-peer.ts'
import { test, thereAndBack, truePeers } from './lab-page.ts'

const LAB = '?lab=64&k=4&seed=buckets&view=buckets,xor'

interface Drawn {
  readonly prefix: string
  readonly contacts: string[]
}

function drawn(page: Page): Promise<Drawn[]> {
  return page.getByTestId('bucket').evaluateAll((all) =>
    all.map((bucket) => ({
      prefix: bucket.getAttribute('data-prefix') ?? '',
      contacts: [...bucket.querySelectorAll('[data-testid=bucket-slot][data-state=filled]')]
        .map((slot) => slot.getAttribute('data-peer') ?? '')
        .sort(),
    })),
  )
}

test('the buckets of the page are those of the peer', async ({ openLab }) => {
  test.setTimeout(150_000)
  const page = await openLab(LAB, 64)

  await test.step('as kad-dht keeps them', async () => {
    await expect
      .poll(async () => {
        const real = await page.evaluate(() => window.kadscope.snapshot().buckets)
        return JSON.stringify(await drawn(page)) === JSON.stringify(inOrder(real))
      })
      .toBe(true)
    const { k } = await page.evaluate(() => window.kadscope.snapshot())
    for (const bucket of await page.getByTestId('bucket').all()) {
      await expect(bucket).toHaveAttribute('data-capacity', k.toString())
      await expect(bucket.getByTestId('bucket-slot')).toHaveCount(k)
    }
  })

  await test.step('with how much of the network each covers and knows', async () => {
    const peers = await truePeers(page)
    const own = await page.evaluate(() => window.kadscope.peerId())
    for (const bucket of await page.getByTestId('bucket').all()) {
      const prefix = (await bucket.getAttribute('data-prefix')) ?? ''
      const inside = peers.filter(({ peerId, kadId }) => peerId !== own && hasPrefix(kadId, prefix))
      await expect(bucket).toHaveAttribute('data-reach', inside.length.toString())
    }
  })

  await test.step('as in the textbook: by bits shared with the own id', async () => {
    await page.getByTestId('lens-textbook').click()
    const { contacts, own } = await page.evaluate(() => ({
      contacts: window.kadscope.snapshot().buckets.flatMap((bucket) => bucket.contacts),
      own: window.kadscope.snapshot().kadId,
    }))
    for (const { prefix, contacts: here } of await drawn(page)) {
      const bits = prefix.length - 1
      const truth = contacts.filter((peer) => commonPrefixLength(kadIdOfPeer(peer), own) === bits)
      expect(here).toEqual(truth.sort())
    }
    expect(new URL(page.url()).searchParams.get('lens')).toBe('textbook')
  })

  await test.step('of any peer, not only the own', async () => {
    await page.getByTestId('lens-real').click()
    const own = await page.evaluate(() => window.kadscope.peerId())
    const others = (await truePeers(page)).filter(({ peerId }) => peerId !== own)
    for (const { peerId } of [others[0], others[30], others[60]].filter(
      (one) => one !== undefined,
    )) {
      const chip = page.locator(`[data-testid=distance-peer][data-peer="${peerId}"]`)
      await chip.dispatchEvent('click')
      await expect(page.getByTestId('view-buckets').locator('[data-lens]')).toHaveAttribute(
        'data-peer',
        peerId,
      )
      await expect
        .poll(async () => {
          const snapshots = await page.evaluate(() => window.kadscope.lab().snapshots())
          const real = snapshots.find((one) => one.peerId === peerId)?.buckets ?? []
          return JSON.stringify(await drawn(page)) === JSON.stringify(inOrder(real))
        })
        .toBe(true)
    }
  })
})

/** A real table as the page says what it draws. */
function inOrder(buckets: PeerSnapshot['buckets']): Drawn[] {
  return buckets
    .map(({ prefix, contacts }) => ({ prefix, contacts: [...contacts].sort() }))
    .sort((a, b) => (a.prefix < b.prefix ? -1 : 1))
}

test('going back in time and forth again gives the same buckets', async ({ openLab }) => {
  const page = await openLab(LAB, 64)
  await expect(page.getByTestId('bucket-slot').nth(12)).toBeVisible()
  const [before, after] = await thereAndBack(page, 'buckets', 40)
  expect(before.length).toBeGreaterThan(10)
  expect(after).toEqual(before)
})
