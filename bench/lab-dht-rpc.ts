// The same for dht-rpc (Hyperswarm's Kademlia) over loopback UDP: k is 20 there and cannot be changed.

import type { LabFigures } from './lab-figures.ts'

/** As much of dht-rpc as is used here. */
type DhtRpc = new (options: { host: string; bootstrap: string[]; ephemeral: boolean }) => Node
interface Node {
  fullyBootstrapped(): Promise<void>
  address(): { port: number }
  id: Uint8Array
  findNode(target: Uint8Array): { finished(): Promise<void>; closestNodes: { id: Uint8Array }[] }
}

const K = 20

/** A development dependency that may be missing. */
const DHT_RPC = 'dht-rpc'

/** Measures so many nodes of dht-rpc. */
export async function measureDhtRpc(count: number): Promise<LabFigures> {
  const { default: DHT } = (await import(/* @vite-ignore */ DHT_RPC)) as { default: DhtRpc }
  const host = '127.0.0.1'
  const startedAt = performance.now()
  const first = new DHT({ host, bootstrap: [], ephemeral: false })
  await first.fullyBootstrapped()
  const bootstrap = [`${host}:${first.address().port}`]
  const others = Array.from(
    { length: count - 1 },
    () => new DHT({ host, bootstrap, ephemeral: false }),
  )
  await Promise.all(others.map((node) => node.fullyBootstrapped()))
  const readyMs = performance.now() - startedAt

  const nodes = [first, ...others]
  const recall = async (): Promise<number> => {
    const shares = await Promise.all(
      nodes.slice(0, 32).map(async (node) => {
        const target = crypto.getRandomValues(new Uint8Array(32))
        const query = node.findNode(target)
        await query.finished()
        const found = new Set(query.closestNodes.map(({ id }) => hex(id)))
        const wanted = nodes
          .filter((other) => other !== node)
          .map(({ id }) => ({
            id: hex(id),
            far: hex(id.map((byte, at) => byte ^ (target[at] ?? 0))),
          }))
          .sort((a, b) => (a.far < b.far ? -1 : 1))
          .slice(0, K)
        return wanted.filter(({ id }) => found.has(id)).length / wanted.length
      }),
    )
    return shares.reduce((sum, share) => sum + share, 0) / shares.length
  }
  let foundMs: number | undefined
  let lookupsPerSecond = 0
  while (foundMs === undefined && performance.now() - startedAt < 60_000) {
    const at = performance.now()
    const share = await recall()
    lookupsPerSecond = 32 / ((performance.now() - at) / 1_000)
    if (share >= 0.99) foundMs = performance.now() - startedAt
  }
  globalThis.gc?.()
  return { readyMs, foundMs, lookupsPerSecond, megabytes: process.memoryUsage().heapUsed / 1e6 }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
