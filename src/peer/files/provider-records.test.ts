// Provider records on real kad-dht: told to the k closest, found from anywhere, gone in time.

import { kadIdOfBytes, kadIdOfPeer } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { fromString } from 'uint8arrays/from-string'
import { afterEach, expect, test } from 'vitest'
import { realClock } from '../../base/clock.ts'
import { seededRandom } from '../../base/random.ts'
import type { Envelope } from '../../event/envelope.ts'
import { Weather } from '../../lab/fabric/weather.ts'
import { Population, type LabPeer } from '../../lab/population.ts'
import { cidOfRoot } from './cid.ts'

const rules = {
  room: 'notes',
  protocol: '/kadscope/notes/kad/1.0.0',
  k: 4,
  alpha: 3,
  disjointPaths: 1,
  republishMs: 60_000,
  expireMs: 600_000,
  maxValueBytes: 1_024,
}

let population: Population | undefined

afterEach(() => population?.stop())

async function start(
  own: Partial<typeof rules> = {},
): Promise<{ peers: LabPeer[]; told: Envelope[] }> {
  const random = seededRandom('notes')
  const told: Envelope[] = []
  const weather = new Weather({ random })
  const onEnvelope = (envelope: Envelope): void => {
    told.push(envelope)
  }
  population = new Population({
    rules: { ...rules, ...own },
    clock: realClock,
    random,
    weather,
    onEnvelope,
  })
  const peers = await population.burst(8)
  const least = (): number =>
    Math.min(
      ...peers.map((peer) => peer.snapshot().buckets.flatMap(({ contacts }) => contacts).length),
    )
  await expect.poll(least, { timeout: 10_000 }).toBe(7)
  return { peers, told }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error('not so many')
  return item
}

test('F4 a note goes to the k closest peers, as messages that are told, and is found from anywhere', async () => {
  const { peers, told } = await start()
  const cid = await cidOfRoot(fromString('some files'))
  const provider = at(peers, 2)
  const others = peers.map(({ peerId }) => peerId).filter((peer) => peer !== provider.peerId)
  const target = kadIdOfBytes(cid.multihash.bytes)
  const holders = await provider.providers.announce(cid, { background: false })
  expect(new Set(holders)).toEqual(new Set(closestTo(target, others, 4, kadIdOfPeer)))
  for (const peer of peers) {
    const found = peer === provider ? [] : [provider.peerId]
    expect(await peer.providers.find(cid)).toEqual(found)
  }
  const kinds = told.flatMap(({ peer, event }) =>
    peer === provider.peerId && event.kind === 'rpc.sent' ? [event.type] : [],
  )
  expect(kinds.filter((type) => type === 'ADD_PROVIDER')).toHaveLength(4)
})

test('F4 a note that nobody announces anew runs out everywhere', async () => {
  const { peers } = await start({ republishMs: 300, expireMs: 600 })
  const cid = await cidOfRoot(fromString('some files'))
  const provider = at(peers, 2)
  await provider.providers.announce(cid, { background: false })
  await provider.providers.forget(cid)
  const found = async (): Promise<number> => {
    const each = await Promise.all(peers.map((peer) => peer.providers.find(cid)))
    return each.flat().length
  }
  await expect.poll(found, { timeout: 10_000 }).toBe(0)
})
