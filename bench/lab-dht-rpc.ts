// The same for dht-rpc (Hyperswarm's Kademlia) over loopback UDP: k is 20 there and cannot be changed.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { cpuMs, lookupRate, type LabFigures } from './lab-figures.ts'

/** As much of dht-rpc as is used here. */
interface DhtRpc {
  new (options: object): Node
  /** A node that others can begin with. */
  bootstrapper(port: number, host: string): Node
}
interface Node {
  fullyBootstrapped(): Promise<void>
  /** Null for as long as the node does not know its own address. */
  id: Uint8Array | null
  findNode(target: Uint8Array): { finished(): Promise<void>; closestNodes: { id: Uint8Array }[] }
}

const K = 20

/** A development dependency that may be missing: npm install --no-save dht-rpc */
const DHT_RPC = 'dht-rpc'

const HOST = '127.0.0.1'

/** Measures so many nodes of dht-rpc. */
export async function measureDhtRpc(count: number): Promise<LabFigures> {
  const { default: DHT } = (await import(/* @vite-ignore */ DHT_RPC)) as { default: DhtRpc }
  const port = await freePort()
  const cpuAt = cpuMs()
  const startedAt = performance.now()
  const first = DHT.bootstrapper(port, HOST)
  await first.fullyBootstrapped()
  // Nobody is behind a firewall here: without a word on that each would test for one.
  const options = {
    bootstrap: [`${HOST}:${port}`],
    host: HOST,
    ephemeral: false,
    firewalled: false,
  }
  const others = Array.from({ length: count - 1 }, () => new DHT(options))
  await Promise.all(others.map((node) => node.fullyBootstrapped()))
  const readyMs = performance.now() - startedAt
  const readyCpuMs = cpuMs() - cpuAt

  const nodes = [first, ...others].map((node) => ({ node, id: idOf(node) }))
  const recall = async (): Promise<number> => {
    const shares = await Promise.all(
      nodes.slice(0, 32).map(async ({ node, id: own }) => {
        const target = crypto.getRandomValues(new Uint8Array(32))
        const query = node.findNode(target)
        await query.finished()
        const found = new Set(query.closestNodes.map(({ id }) => hex(id)))
        const wanted = nodes
          .filter(({ id }) => id !== own)
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
  while (foundMs === undefined && performance.now() - startedAt < 60_000) {
    if ((await recall()) >= 0.99) foundMs = performance.now() - startedAt
  }
  globalThis.gc?.()
  const megabytes = process.memoryUsage().heapUsed / 1e6
  const lookupsPerSecond = await lookupRate(count, async (index) => {
    await nodes[index]?.node.findNode(crypto.getRandomValues(new Uint8Array(32))).finished()
  })
  return { readyMs, readyCpuMs, foundMs, lookupsPerSecond, megabytes }
}

/** @throws Error when the node is not part of the network, as one that was found to be unreachable */
function idOf({ id }: Node): Uint8Array {
  if (id === null) throw new Error('a node of dht-rpc has no id: it has not joined')
  return id
}

/** A UDP port that was free just now. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HOST)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
