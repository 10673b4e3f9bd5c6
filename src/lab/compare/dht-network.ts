// The DHT as the comparison's workload sees it: a Lab.

import type { Clock } from '../../base/clock.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { Lab } from '../lab.ts'
import { parseScenario } from '../scenario.ts'
import type { Network } from './network.ts'

export interface DhtNetworkInit {
  readonly peers: number
  readonly k: number
  readonly seed: string
  readonly clock: Clock
  /** Gives the joining up. @default never */
  readonly signal?: AbortSignal | undefined
}

/** Starts a Lab and waits until all peers have joined, or the signal aborts. */
export async function startDhtNetwork(init: DhtNetworkInit): Promise<Network> {
  const { peers, k, seed, clock, signal } = init
  const lab = new Lab({ scenario: parseScenario({ peers, k, seed }), clock })
  const giveUp = (): void => void lab.stop()
  signal?.addEventListener('abort', giveUp, { once: true })
  await lab.open()
  await lab.untilReady()
  signal?.removeEventListener('abort', giveUp)
  const peersNow = (): PeerName[] => lab.peers.map(({ peerId }) => peerId)
  return {
    peers: peersNow,
    nodes: peersNow,
    async put(by, key, value) {
      const put = await lab
        .peer(by)
        .put(value, { key })
        .catch(() => undefined)
      return put !== undefined
    },
    async get(by, key) {
      const got = await lab
        .peer(by)
        .get(key)
        .catch(() => undefined)
      return typeof got?.value === 'string' ? got.value : undefined
    },
    async crash(names) {
      await lab.crash(names)
    },
    async kill() {
      const { bootstrap } = lab.population
      if (bootstrap !== undefined) await lab.crash([bootstrap])
    },
    counts: () => lab.counts(),
    received: () => lab.population.fabric.received,
    stop: () => lab.stop(),
  }
}
