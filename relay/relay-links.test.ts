// `--join`: two relays whose rooms are one DHT, and peers of either that reach each other.

import type { KadDHT } from '@libp2p/kad-dht'
import type { Libp2p } from '@libp2p/interface'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseBootstrap } from '../src/room/find-room.ts'
import { CLASS_RULES } from '../src/room/settings.ts'
import { testNetwork, type TestRelay } from './test-relay.ts'

/** The machine may be busy. */
const SOON = { timeout: 15_000, interval: 100 }
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const network = testNetwork()
let first: TestRelay
let second: TestRelay
beforeAll(async () => {
  first = await network.relay('first', { peers: 3 })
  second = await network.relay('second', { join: [parseBootstrap(first.url)] })
})
afterAll(() => network.end())

function contactsOf({ relay, node }: TestRelay, room?: string): [string, string[]] {
  const contacts = node(room)
    .snapshot()
    .buckets.flatMap(({ contacts: peers }): string[] => peers)
  return [relay.peerId, contacts]
}

describe('two relays', () => {
  test('find each other and say so', async () => {
    await vi.waitFor(
      async () =>
        expect((await second.health()).links).toEqual([{ relay: first.url, linked: true }]),
      SOON,
    )
    expect(second.said).toEqual([`Linked with the relay at ${first.url}.`])
    await vi.waitFor(() => {
      const [a, knownByA] = contactsOf(first)
      const [b, knownByB] = contactsOf(second)
      expect(knownByA).toContain(b)
      expect(knownByB).toContain(a)
    }, SOON)
  })

  test('share a record', async () => {
    await first.node().put('of the first', { key: '/u/shared' })
    expect(await second.node().get('/u/shared')).toMatchObject({ value: 'of the first' })
  })

  test('share rooms that are opened later, on either side, and keep none alive', async () => {
    await fetch(`${second.url}/api/room?room=later`)
    await vi.waitFor(() => {
      expect(contactsOf(first, 'later')[1]).toContain(second.relay.peerId)
    }, SOON)
    expect((await first.health()).rooms).toContainEqual({ room: 'later', peers: 0 })
    expect((await second.health()).rooms).toContainEqual({ room: 'later', peers: 0 })
  })

  test('a peer of the one reaches a peer of the other, through the relay of that one', async () => {
    const visitor = await network.node(second.address, '/kadscope/main/kad/1.0.0')
    await vi.waitFor(() => expect(contactsOf(second)[1]).toContain(visitor.peerId.toString()), SOON)
    const { peers } = await first.relay.swarm
    const [node] = peers
    if (node === undefined) throw new Error('the first relay has no nodes')
    const target = visitor.peerId.toString()
    // It was told of by the second relay, with an address through that one.
    await vi.waitFor(async () => {
      expect(await node.closest(target)).toContain(target)
      const wires = node.snapshot().connections.filter(({ peer }) => peer === target)
      expect(wires.map(({ path }) => path)).toContain('relayed')
    }, SOON)
    await putPlain(visitor, '/u/visited', 'by a visitor')
    expect(await node.get('/u/visited')).toMatchObject({ value: 'by a visitor' })
  })

  test('a relay that was restarted is found again', async () => {
    const { port } = first.relay
    await first.relay.close()
    await vi.waitFor(() => expect(second.said.at(-1)).toContain('is gone'), SOON)
    first = await network.relay('first', { port })
    await vi.waitFor(
      async () => expect((await second.health()).links[0]).toMatchObject({ linked: true }),
      SOON,
    )
    expect(second.said.filter((sentence) => sentence.startsWith('Linked'))).toHaveLength(2)
  })
})

test('a relay with other rules is not joined, and says which they are', async () => {
  const other = await network.relay('other', {
    join: [parseBootstrap(first.url)],
    rules: { ...CLASS_RULES, k: 20 },
  })
  await vi.waitFor(() => expect(other.said[0]).toContain('other rules (k 4 there, 20 here)'), SOON)
  expect((await other.health()).links[0]).toMatchObject({ linked: false })
})

test('a relay does not join itself', async () => {
  const port = first.relay.port
  await first.relay.close()
  const alone = await network.relay('first', {
    port,
    join: [parseBootstrap(`http://127.0.0.1:${port}`)],
  })
  await vi.waitFor(() => expect(alone.said[0]).toContain('is this relay itself'), SOON)
})

async function putPlain(node: Libp2p, key: string, value: string): Promise<void> {
  const bytes = new TextEncoder()
  const dht = node.services['dht'] as KadDHT
  for await (const event of dht.put(bytes.encode(key), bytes.encode(value))) {
    if (event.name === 'QUERY_ERROR') continue
  }
}
