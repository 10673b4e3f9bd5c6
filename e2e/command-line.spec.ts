// The page's Records view and the command line tell the same story of the same key at the same time.

import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { formatBytes } from '../src/event/format.ts'
import { kadIdOfKey, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { peerIdOf, relayIdOf, test, trueClosest, untilFormed } from './room.ts'

const run = promisify(execFile)
const K = 4

/** What a peer says of its copy, as `kadscope lookup --json` prints it. */
interface Nearest {
  peer: PeerName
  copy?: { bytes: number; expiresAt: number; storedBy: PeerName }
}

/** Runs the built command line in the room of a relay. */
async function kadscope(relay: string, ...args: string[]): Promise<string> {
  const [command = '', ...rest] = args
  const all = ['dist/relay/main.js', command, '--relay', relay, ...rest]
  return (await run(process.execPath, all)).stdout
}

async function nearestTo(relay: string, key: string): Promise<Nearest[]> {
  const answer = await kadscope(relay, 'lookup', key, '--json')
  return (JSON.parse(answer) as { nearest: Nearest[] }).nearest
}

/** The peers that the page's open row says hold the record. */
async function holdersDrawn(page: Page, key: string): Promise<string[]> {
  const cells = page.locator(`[data-testid=holders][data-key="${key}"]`).getByTestId('holder-has')
  const peers = await cells.evaluateAll((all) => all.map((each) => each.getAttribute('data-peer')))
  return peers.map((peer) => peer ?? '').sort()
}

test.describe('a room of tabs and nodes', () => {
  test.use({ relayOptions: ['--peers', '5'] })

  test('one key, seen on the page and from the shell', async ({ room }, info) => {
    test.setTimeout(180_000)
    const pages = await room.openAll(['?view=records', '?view=records'])
    const [first, second] = pages as [Page, Page]
    await untilFormed(pages, [await relayIdOf(room.relay)])
    const tabs = await Promise.all(pages.map(peerIdOf))

    const { key } = await first.evaluate(() => window.kadscope.put({ told: 'twice' }))
    const listed = JSON.parse(await kadscope(room.relay.url, 'peers', '--json')) as {
      peerId: PeerName
    }[]
    const everybody = listed.map(({ peerId }) => peerId)
    expect(everybody).toHaveLength(5 + 1 + tabs.length)
    expect(everybody).toEqual(expect.arrayContaining(tabs))
    const truth = trueClosest(kadIdOfKey(key), everybody, K)

    const row = second.locator(`[data-testid=record-row][data-key="${key}"]`)
    await row.getByRole('button').first().click()
    await expect.poll(() => holdersDrawn(second, key)).toEqual(truth)

    const nearest = await nearestTo(room.relay.url, key)
    const copies = nearest.flatMap(({ peer, copy }) => (copy === undefined ? [] : [{ peer, copy }]))
    expect(copies.map(({ peer }) => peer).sort()).toEqual(await holdersDrawn(second, key))
    for (const { copy } of copies) {
      expect(copy.storedBy).toBe(tabs[0])
      await expect(row).toContainText(formatBytes(copy.bytes))
    }
    const expiresAt = Math.max(...copies.map(({ copy }) => copy.expiresAt))
    const until = await second.evaluate((at) => new Date(at).toTimeString().slice(0, 8), expiresAt)
    await expect(row).toContainText(until)

    const value = await kadscope(room.relay.url, 'get', key)
    expect(JSON.parse(value)).toEqual({ told: 'twice' })
    const [holder = ''] = truth
    const shelf = JSON.parse(await kadscope(room.relay.url, 'ls', holder, '--json')) as {
      entries: { key: RecordKey }[]
    }
    expect(shelf.entries.map((entry) => entry.key)).toContain(key)

    // The other way round: what the shell stores, the page shows on exactly those peers.
    const file = info.outputPath('from-the-shell.json')
    await writeFile(file, '{"from": "the shell"}')
    const put = JSON.parse(await kadscope(room.relay.url, 'put', file, '--json')) as {
      key: RecordKey
      replicas: PeerName[]
    }
    await first
      .locator(`[data-testid=record-row][data-key="${put.key}"]`)
      .getByRole('button')
      .first()
      .click()
    await expect.poll(() => holdersDrawn(first, put.key)).toEqual([...put.replicas].sort())
  })
})
