// The same for N libp2p nodes on the libraries' own in-memory transport, as their examples set them up.

import { identify } from '@libp2p/identify'
import { kadDHT, passthroughMapper, type KadDHT } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2pOptions } from 'libp2p'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import { cpuMs, lookupRate, type LabFigures } from './lab-figures.ts'

const K = 4

/** Longer than this nobody waits, in milliseconds. */
const GIVE_UP_MS = 90_000

/** A development dependency that may be missing. */
const MEMORY = '@libp2p/memory'

/** Measures so many libp2p nodes that all dial the first one. */
export async function measureLibp2p(count: number): Promise<LabFigures> {
  const { memory } = (await import(/* @vite-ignore */ MEMORY)) as {
    memory: () => NonNullable<Libp2pOptions['transports']>[number]
  }
  const cpuAt = cpuMs()
  const startedAt = performance.now()
  const make = (index: number) =>
    createLibp2p({
      addresses: { listen: [`/memory/${index}`] },
      transports: [memory()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: {
        identify: identify(),
        ping: ping(),
        dht: kadDHT({
          protocol: '/bench/kad/1.0.0',
          clientMode: false,
          kBucketSize: K,
          alpha: 3,
          disjointPaths: 1,
          peerInfoMapper: passthroughMapper,
        }),
      },
    })
  const nodes = await Promise.all(Array.from({ length: count }, (_, index) => make(index)))
  const [first, ...others] = nodes
  await Promise.all(others.map((node) => node.dial(first?.getMultiaddrs() ?? [])))
  const readyMs = performance.now() - startedAt
  const readyCpuMs = cpuMs() - cpuAt

  const names = nodes.map(({ peerId }) => peerId.toString() as PeerName)
  let lookups = 0
  const recall = async (): Promise<number> => {
    const askers = nodes.slice(0, 32)
    const shares = await Promise.all(
      askers.map(async (node, index) => {
        const key = `/u/bench-${lookups++}` as RecordKey
        const wanted: string[] = closestTo(
          kadIdOfKey(key),
          names.filter((name) => name !== names[index]),
          K,
          kadIdOfPeer,
        )
        const found = await closest(node.services.dht, key).catch((): string[] => [])
        return wanted.filter((name) => found.includes(name)).length / wanted.length
      }),
    )
    return shares.reduce((sum, share) => sum + share, 0) / shares.length
  }
  let foundMs: number | undefined
  while (foundMs === undefined && performance.now() - startedAt < GIVE_UP_MS) {
    if ((await recall()) >= 0.99) foundMs = performance.now() - startedAt
  }
  globalThis.gc?.()
  const megabytes = process.memoryUsage().heapUsed / 1e6
  const lookupsPerSecond = await lookupRate(Math.min(count, 64), async (index) => {
    const dht = nodes[index]?.services.dht
    if (dht !== undefined) await closest(dht, `/u/rate-${index}`).catch(() => [])
  })
  return { readyMs, readyCpuMs, foundMs, lookupsPerSecond, megabytes }
}

async function closest(dht: KadDHT, key: string): Promise<string[]> {
  const found: string[] = []
  const signal = AbortSignal.timeout(10_000)
  for await (const event of dht.getClosestPeers(utf8ToBytes(key), { signal })) {
    if (event.name === 'FINAL_PEER') found.push(event.peer.id.toString())
  }
  return found
}
