// A relay that is full or flooded: refusals that say why, and everybody else goes on.

import type { Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { afterAll, expect, test, vi } from 'vitest'
import { testNetwork } from './test-relay.ts'

// Two each are enough to meet the cap.
vi.mock(import('./relayed-caps.ts'), async (original) => {
  const module = await original()
  return { ...module, createRelayedCaps: () => module.createRelayedCaps(2, 100) }
})

const FLOOD = '/test/flood/1.0.0'
const KIB = 1024

/** The machine may be busy. */
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const network = testNetwork()
afterAll(() => network.end())

function through(address: string, target: Libp2p): ReturnType<typeof multiaddr> {
  return multiaddr(`${address}/p2p-circuit/p2p/${target.peerId.toString()}`)
}

test('the one too many is refused by the API with a sentence, and its socket with a status', async () => {
  const caps = { peers: 2, bytesPerPeer: 1024 * KIB, bytes: 1024 * KIB }
  const { url, address, health, relay } = await network.relay('full', { caps })
  const [ann] = [await network.node(address), await network.node(address)]
  const answer = await fetch(`${url}/api/room`)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toEqual({
    name: 'RelayFullError',
    message: expect.stringContaining('is full (2 of 2 peers): wait until one has left'),
  })
  const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/`)
  await expect(new Promise((resolve) => (socket.onerror = resolve))).resolves.toMatchObject({
    message: expect.stringContaining('503'),
  })
  expect((await health()).caps.peers).toEqual({ now: 2, most: 2, refused: 2 })
  await ann.stop()
  await vi.waitFor(async () => expect((await fetch(`${url}/api/room`)).status).toBe(200))
})

test('a relayed connection too many is refused with the status that says so', async () => {
  const { address, health } = await network.relay('relayed')
  const [ann, ben, cam, dot] = (await Promise.all(
    Array.from({ length: 4 }, () => network.node(address)),
  )) as [Libp2p, Libp2p, Libp2p, Libp2p]
  const first = await ann.dial(through(address, ben))
  await ann.dial(through(address, cam))
  await expect(ann.dial(through(address, dot))).rejects.toThrow('RESOURCE_LIMIT_EXCEEDED')
  await expect(dot.dial(through(address, cam))).resolves.toBeDefined()
  expect((await health()).caps.relayed).toMatchObject({ now: 3, refused: 1 })
  await first.close()
  await vi.waitFor(async () => expect((await health()).caps.relayed.now).toBe(2))
  await expect(ann.dial(through(address, dot))).resolves.toBeDefined()
})

test('one peer floods and is slowed down to its cap, the others go on', async () => {
  const caps = { peers: 10, bytesPerPeer: 64 * KIB, bytes: 512 * KIB }
  const { address, health } = await network.relay('flood', { caps })
  const [flooder, victim, cam, dot] = (await Promise.all(
    Array.from({ length: 4 }, () => network.node(address)),
  )) as [Libp2p, Libp2p, Libp2p, Libp2p]
  let received = 0
  await victim.handle(FLOOD, (stream) => {
    stream.addEventListener('message', ({ data }) => (received += data.byteLength))
  })
  const relayed = await flooder.dial(through(address, victim))
  const stream = await relayed.newStream(FLOOD)
  const startedAt = performance.now()
  const flooding = (async () => {
    const chunk = new Uint8Array(16 * KIB)
    while (stream.status === 'open') {
      if (stream.writeBufferLength < 128 * KIB) stream.send(chunk)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  await vi.waitFor(
    async () => expect((await health()).caps.bytesPerSecond.held).toBeGreaterThan(3),
    { timeout: 10_000 },
  )
  const other = await cam.dial(through(address, dot))
  expect(other.limits).toBeUndefined()
  // Each of these goes over the same relay, in both directions.
  for (let turn = 0; turn < 20; turn += 1) {
    const rtt = await pingOver(cam, dot)
    expect(rtt).toBeLessThan(1_000)
  }
  const seconds = (performance.now() - startedAt) / 1_000
  // Four seconds' worth were saved up, and what is in buffers counts too.
  expect(received).toBeLessThan((seconds + 4) * 64 * KIB + 512 * KIB)
  expect(received).toBeGreaterThan(0)
  expect((await health()).ok).toBe(true)
  stream.abort(new Error('enough'))
  await flooding
}, 30_000)

async function pingOver(from: Libp2p, to: Libp2p): Promise<number> {
  const ping = from.services['ping'] as { ping(peer: Libp2p['peerId']): Promise<number> }
  return ping.ping(to.peerId)
}
