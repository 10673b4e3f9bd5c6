// What the browser tests do in a room: open tabs, wait until they know each other, and know the truth.

import { expect, test as base, type Browser, type Page } from '@playwright/test'
import { kadIdOfPeer, type KadId, type PeerName } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import { relayPlace, startRelay, type RelayPlace, type RelayProcess } from './processes.ts'

/** A relay of one test, and its place, so that it can be started again. */
export interface RoomFixture {
  readonly place: RelayPlace
  readonly relay: RelayProcess
  /** Opens a tab in a window of its own. @param query such as `?view=log` */
  open(query?: string): Promise<Page>
  /** Opens several tabs at once. */
  openAll(queries: readonly string[]): Promise<Page[]>
}

interface Options {
  /** Options of the relay. */
  relayOptions: string[]
}

/** Playwright's `test` with a room that has a relay of its own. */
export const test = base.extend<{ room: RoomFixture } & Options>({
  relayOptions: [[], { option: true }],
  room: async ({ browser, relayOptions }, use, info) => {
    const place = await relayPlace()
    const relay = await startRelay(place, relayOptions)
    const faults: string[] = []
    const pages: Page[] = []
    const open = async (query = ''): Promise<Page> => {
      const page = await newPage(browser, faults)
      pages.push(page)
      await page.goto(`${relay.url}/${query}`)
      return page
    }
    await use({
      place,
      relay,
      open,
      openAll: (queries) => Promise.all(queries.map((query) => open(query))),
    })
    await Promise.all(pages.map((page) => page.context().close()))
    await info.attach('relay', { body: relay.output() })
    await relay.stop()
    await place.remove()
    // Nothing may fail silently: whatever a test does, no page throws at nobody.
    expect(faults).toEqual([])
  },
})

/** A page in a window and storage of its own, whose uncaught errors are collected. */
export async function newPage(browser: Browser, faults: string[]): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  return page
}

/** The tab's own peer id, once its page is there: a link may just have led to it. */
export async function peerIdOf(page: Page): Promise<PeerName> {
  await page.waitForFunction(() => 'kadscope' in window)
  return page.evaluate(async () => {
    await window.kadscope.ready
    return window.kadscope.peerId()
  })
}

/** Waits until each tab has a direct wire to every other one and knows everybody in its table. */
export async function untilFormed(
  pages: readonly Page[],
  others: readonly PeerName[] = [],
): Promise<void> {
  const tabs = await Promise.all(pages.map(peerIdOf))
  await Promise.all(
    pages.map(async (page, index) => {
      const wanted = tabs.filter((_, other) => other !== index).sort()
      await expect
        .poll(() => directPeers(page), { message: `direct wires of tab ${index}`, timeout: 45_000 })
        .toEqual(wanted)
      await expect
        .poll(() => contactsOf(page), { message: `table of tab ${index}`, timeout: 45_000 })
        .toEqual(expect.arrayContaining([...wanted, ...others]))
    }),
  )
}

/** The peers that the tab has a WebRTC wire to, each once, sorted. */
export async function directPeers(page: Page): Promise<PeerName[]> {
  const { connections } = await page.evaluate(() => window.kadscope.snapshot())
  return [
    ...new Set(connections.flatMap(({ peer, path }) => (path === 'webrtc' ? [peer] : []))),
  ].sort()
}

/** The peers in the tab's real routing table. */
export async function contactsOf(page: Page): Promise<PeerName[]> {
  const { buckets } = await page.evaluate(() => window.kadscope.snapshot())
  return buckets.flatMap(({ contacts }) => contacts)
}

/** The k closest of `peers` to `target`, by brute force, sorted by name. */
export function trueClosest(target: KadId, peers: readonly PeerName[], k: number): PeerName[] {
  return closestTo(target, peers, k, kadIdOfPeer).sort()
}

/** The relay's own peer id. */
export async function relayIdOf(relay: RelayProcess): Promise<PeerName> {
  const answer = await fetch(`${relay.url}/api/room`)
  const { multiaddrs } = (await answer.json()) as { multiaddrs: string[] }
  const id = /\/p2p\/([^/]+)$/.exec(multiaddrs[0] ?? '')?.[1]
  if (id === undefined) throw new Error('the relay has no address')
  return id as PeerName
}
