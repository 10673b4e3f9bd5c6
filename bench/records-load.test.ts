// A short load: what several clients store at once is what they find, whatever the others do meanwhile.

import { afterAll, expect, test, vi } from 'vitest'
import { testNetwork } from '../relay/test-relay.ts'
import { runLoad } from './records-load.ts'

vi.setConfig({ testTimeout: 60_000 })

const network = testNetwork()
afterAll(() => network.end())

test('eight clients put and get at once, and no answer is wrong or lost', async () => {
  const { url, relay } = await network.relay('load', { peers: 5 })
  const { peers } = await relay.swarm
  await Promise.all(peers.map((peer) => peer.ready))
  const { putMs, getMs, wrong, lost, failed } = await runLoad({ url, clients: 8, seconds: 3 })
  expect({ wrong, lost, failed }).toEqual({ wrong: 0, lost: 0, failed: {} })
  expect(putMs.length).toBeGreaterThanOrEqual(8)
  expect(getMs.length).toBeGreaterThan(0)
})
