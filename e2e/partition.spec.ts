// A network that is cut in two and heals: what both halves wrote, as the page shows it; a Lab in the page.

import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { expect, type Page } from '@playwright/test'
import { kadIdOfKey, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { compareVersions, readSigned, sealValue } from '../src/peer/records/signed-value.ts'
import { test } from './lab-page.ts'
import { trueClosest } from './room.ts'

const K = 4
const PEERS = 16
const REPUBLISH_MS = 15_000
const scenario = Buffer.from(JSON.stringify({ peers: PEERS, republishMs: REPUBLISH_MS }))

type Copies = { readonly peer: PeerName; readonly hash: string }[]

/** Who really holds a record, and what. */
async function copiesOf(page: Page, key: RecordKey): Promise<Copies> {
  const snapshots = await page.evaluate(() => window.kadscope.lab().snapshots())
  return snapshots
    .flatMap(({ peerId, records }) =>
      records.flatMap((each) => (each.key === key ? [{ peer: peerId, hash: each.hash }] : [])),
    )
    .sort((a, b) => (a.peer < b.peer ? -1 : 1))
}

/** The Lab's own time, in milliseconds. */
function labNow(page: Page): Promise<number> {
  return page.evaluate(() => window.kadscope.lab().status()?.now ?? 0)
}

test('R11 two halves both write: under /m/ all agree again, under /u/ the page shows what was lost', async ({
  openLab,
}) => {
  const page = await openLab(`?scenario=${scenario.toString('base64url')}&view=records`, PEERS)
  const snapshots = await page.evaluate(() => window.kadscope.lab().snapshots())
  const everybody = snapshots.map(({ peerId }) => peerId)
  const right = everybody.slice(PEERS / 2)
  const left = everybody.slice(0, PEERS / 2)
  const shared = '/u/page' as RecordKey
  const [one, two] = [left[0], right[0]] as [PeerName, PeerName]
  const fault = await page.evaluate((side) => window.kadscope.lab().partition([side]), right)

  // A publisher who is not of the room, and whose key is in use in both halves.
  const privateKey = await generateKeyPair('Ed25519')
  const signed = `/m/${peerIdFromPrivateKey(privateKey).toString()}/page` as RecordKey
  const versions = await Promise.all(
    ['left', 'right'].map((text) => {
      const content = new TextEncoder().encode(text)
      const common = { sequence: 1, publishedAt: Date.now(), previous: undefined, deleted: false }
      return sealValue(signed, { ...common, content }, privateKey)
    }),
  )

  await test.step('each half keeps its own value, and the page shows that they differ', async () => {
    // A half has lost touch with the other when its own lookups find none of them.
    for (const [writer, half] of [
      [one, left],
      [two, right],
    ] as const) {
      const own = trueClosest(
        kadIdOfKey(shared),
        half.filter((peer) => peer !== writer),
        K,
      )
      await expect
        .poll(() =>
          page.evaluate(
            async ([peer, key]) => (await window.kadscope.lab().peer(peer).closest(key)).sort(),
            [writer, shared] as const,
          ),
        )
        .toEqual(own)
    }
    for (const [writer, text] of [
      [one, 'left'],
      [two, 'right'],
    ] as const) {
      await page.evaluate(
        ([peer, value, key]) => window.kadscope.lab().peer(peer).put(value, { key }),
        [writer, text, shared] as const,
      )
    }
    for (const [half, version] of [
      [left, versions[0]],
      [right, versions[1]],
    ] as const) {
      for (const holder of trueClosest(kadIdOfKey(signed), half, K)) {
        await page.evaluate(
          ([peer, key, bytes]) =>
            window.kadscope.lab().peer(peer).inventory(peer).store(key, Uint8Array.from(bytes)),
          [holder, signed, [...(version ?? [])]] as const,
        )
      }
    }
    for (const key of [shared, signed]) {
      const copies = await copiesOf(page, key)
      expect(new Set(copies.map(({ hash }) => hash)).size).toBe(2)
    }
    await page.locator(`[data-testid=record-row][data-key="${shared}"] button`).first().click()
    await expect(page.getByTestId('write')).toHaveCount(2)
    for (const write of await page.getByTestId('write').all()) {
      await expect(write).toHaveAttribute('data-state', 'held')
    }
  })

  await test.step('healed, all holders agree within two intervals', async () => {
    await page.evaluate((id) => window.kadscope.lab().clear(id), fault.fault)
    const healedAt = await labNow(page)
    await page.evaluate(() => window.kadscope.lab().setRate(3))
    for (const key of [shared, signed]) {
      const truth = trueClosest(kadIdOfKey(key), everybody, K)
      await expect
        .poll(
          async () => {
            const copies = await copiesOf(page, key)
            const values = new Set(copies.map(({ hash }) => hash)).size
            return { holders: copies.map(({ peer }) => peer), values }
          },
          { timeout: 30_000 },
        )
        .toEqual({ holders: truth, values: 1 })
    }
    // The turns are spread by a fifth.
    expect((await labNow(page)) - healedAt).toBeLessThan(2.5 * REPUBLISH_MS)
  })

  await test.step('under /m/ it is the version that counts everywhere', async () => {
    const [a, b] = versions.map(readSigned)
    if (a === undefined || b === undefined) throw new Error('no versions')
    const winner = compareVersions(a, b) > 0 ? a : b
    const copies = await copiesOf(page, signed)
    expect(copies[0]?.hash).toBe(winner.hash.slice(0, 8))
  })

  await test.step('under /u/ one update is gone, and the page says whose', async () => {
    const kept = (await copiesOf(page, shared))[0]?.hash
    const states = await page
      .getByTestId('write')
      .evaluateAll((all) => all.map(({ dataset }) => [dataset['by'], dataset['state']]))
    expect(states).toEqual([
      [one, 'overwritten'],
      [two, 'held'],
    ])
    await expect(page.locator('[data-testid=write][data-state=held]')).toHaveAttribute(
      'data-hash',
      kept ?? '',
    )
    const lost = page.locator('[data-testid=write][data-state=overwritten]')
    await expect(lost).toContainText('nobody can read it any more')
    const values = await page.evaluate(
      async ([key, peers]) => {
        const got = peers.map((peer) => window.kadscope.lab().peer(peer).get(key))
        return (await Promise.all(got)).map(({ value }) => value)
      },
      [shared, everybody] as const,
    )
    expect(new Set(values)).toEqual(new Set(['right']))
  })
})
