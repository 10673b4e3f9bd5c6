// The sides that are compared: each a relay, and a page that tabs open.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { freePort, relayPlace, servePage, startRelay } from '../e2e/processes.ts'

/** The sides: the page, its peers without what shows them, and the libraries alone. */
export const SIDES = ['kadscope', 'peers-only', 'baseline'] as const

/** The name of a side. */
export type SideName = (typeof SIDES)[number]

/** A side that runs. */
export interface Side {
  readonly name: SideName
  /** The address of the page. */
  readonly url: string
  /** The relay's own peer id: it is a peer of the DHT too. */
  readonly relay: string
  stop(): Promise<void>
}

/** How the rooms are set, the same on both sides. */
export interface SideInit {
  readonly k: number
  /** More peers in Kadscope's relay. */
  readonly peers?: number
}

/** Starts Kadscope's relay, which serves its page. */
export async function startKadscope({ k, peers = 0 }: SideInit): Promise<Side> {
  const place = await relayPlace()
  const relay = await startRelay(place, ['--k', String(k), '--peers', String(peers), '--quiet'])
  const { peerId } = (await (await fetch(`${relay.url}/api/health`)).json()) as { peerId: string }
  return {
    name: 'kadscope',
    url: `${relay.url}/`,
    relay: peerId,
    async stop() {
      await relay.stop()
      await place.remove()
    },
  }
}

/** Starts Kadscope's relay, and serves the page without World and views, which was built into `folder`. */
export async function startPeersOnly(init: SideInit, folder: string): Promise<Side> {
  const kadscope = await startKadscope(init)
  const pages = await servePage(folder)
  const query = new URLSearchParams({ relay: kadscope.url })
  return {
    name: 'peers-only',
    url: `${pages.url}/?${query.toString()}`,
    relay: kadscope.relay,
    async stop() {
      await Promise.all([kadscope.stop(), pages.stop()])
    },
  }
}

/** Starts the baseline's relay, and serves its page, which was built into `folder`. */
export async function startBaseline({ k }: SideInit, folder: string): Promise<Side> {
  const protocol = '/baseline/kad/1.0.0'
  const args = ['bench/baseline/relay.js', String(await freePort()), protocol, String(k)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [address] = (await once(lines, 'line')) as [string]
  const pages = await servePage(folder)
  const query = new URLSearchParams({ relay: address, protocol, k: String(k) })
  return {
    name: 'baseline',
    url: `${pages.url}/?${query.toString()}`,
    relay: /\/p2p\/([^/]+)$/.exec(address)?.[1] ?? '',
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await Promise.all([ended, pages.stop()])
    },
  }
}
