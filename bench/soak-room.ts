// The room that the soak plays in: a relay with nodes, tabs that come and go, and what they hold.

import { chromium, type Browser, type Page } from '@playwright/test'
import { ensureChromium, launchArgs } from '../e2e/browser.ts'
import { relayPlace, startRelay, type RelayPlace, type RelayProcess } from '../e2e/processes.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import { loadIdentity } from '../relay/identity.ts'
import { keyOfNode } from '../relay/swarm.ts'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { openLiveMemory, type LiveMemory } from './live-memory.ts'
import type { TabMemory } from './soak-memory.ts'
import type { Moment } from './soak-oracle.ts'

/** A tab of the soak. */
export interface SoakTab {
  readonly name: string
  readonly page: Page
  readonly peerId: PeerName
  /** When it was opened or reloaded last, in milliseconds since the epoch. */
  freshAt: number
}

/** How the room is set. */
export interface SoakRoomInit {
  readonly k: number
  /** Nodes in the relay's process. */
  readonly nodes: number
  /** Options of the relay beyond those. */
  readonly options: readonly string[]
}

/** How long a tab may take until it is in, in milliseconds. */
const READY_MS = 60_000

/** A room with everything that can happen to it. */
export class SoakRoom {
  readonly tabs: SoakTab[] = []
  /** What no page and no process should have said. */
  readonly faults: string[] = []
  readonly #init: SoakRoomInit
  readonly #place: RelayPlace
  readonly #browser: Browser
  #relay: RelayProcess
  #opened = 0
  /** Opened when it is first asked for. */
  #memory: LiveMemory | undefined
  /** The relay and its nodes: they live and die together. */
  #fixed: PeerName[] = []

  private constructor(
    init: SoakRoomInit,
    place: RelayPlace,
    relay: RelayProcess,
    browser: Browser,
  ) {
    this.#init = init
    this.#place = place
    this.#relay = relay
    this.#browser = browser
  }

  /** Starts relay, nodes and browser, without any tab. */
  static async open(init: SoakRoomInit): Promise<SoakRoom> {
    const place = await relayPlace()
    const relay = await startRelay(place, optionsOf(init))
    const executablePath = ensureChromium()
    const browser = await chromium.launch({ executablePath, args: launchArgs() })
    const room = new SoakRoom(init, place, relay, browser)
    const key = await loadIdentity(place.data)
    const nodes = Array.from({ length: init.nodes }, (_, index) => keyOfNode(key, index))
    const keys = [key, ...(await Promise.all(nodes))]
    room.#fixed = keys.map((one) => peerIdFromPrivateKey(one).toString() as PeerName)
    return room
  }

  /** Opens a tab and waits until it is in. */
  async join(): Promise<SoakTab> {
    const context = await this.#browser.newContext()
    const page = await context.newPage()
    const name = `tab ${++this.#opened}`
    page.on('pageerror', (error) => this.faults.push(`${name}: ${error.stack ?? error.message}`))
    page.on('crash', () => this.faults.push(`${name} crashed`))
    await page.goto(this.#relay.url)
    const tab = { name, page, peerId: await peerIdOf(page), freshAt: Date.now() }
    this.tabs.push(tab)
    return tab
  }

  /** Closes a tab without a goodbye, as a lid that is closed. */
  async leave(tab: SoakTab): Promise<void> {
    this.tabs.splice(this.tabs.indexOf(tab), 1)
    await tab.page.context().close()
  }

  async reload(tab: SoakTab): Promise<void> {
    tab.freshAt = Date.now()
    await tab.page.reload()
    if ((await peerIdOf(tab.page)) !== tab.peerId) {
      this.faults.push(`${tab.name} was another peer after its reload`)
    }
    tab.freshAt = Date.now()
  }

  /** Ends the relay as a crash does, and starts it again in the same place. */
  async restartRelay(): Promise<void> {
    this.#noteOutput()
    this.#memory?.close()
    this.#memory = undefined
    await this.#relay.kill()
    this.#relay = await startRelay(this.#place, optionsOf(this.#init))
  }

  /** Who lives, and what the tabs hold; the nodes cannot be asked. */
  async moment(): Promise<Moment> {
    const held = new Map<PeerName, Set<string>>()
    await Promise.all(
      this.tabs.map(async ({ page, peerId }) => {
        held.set(peerId, new Set(await page.evaluate(keysHeld)))
      }),
    )
    return { k: this.#init.k, live: [...this.tabs.map((tab) => tab.peerId), ...this.#fixed], held }
  }

  /** Bytes that the relay's process holds, after its garbage was collected. */
  async relayMemory(): Promise<number> {
    this.#memory ??= await openLiveMemory(this.#relay.pid)
    return this.#memory.bytes()
  }

  /** Bytes of a tab's heap, after its garbage was collected, and how many envelopes it has recorded. */
  async tabMemory({ page }: SoakTab): Promise<TabMemory> {
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    await session.detach()
    const timeline = page.getByTestId('timeline')
    const total = Number(await timeline.getAttribute('data-total'))
    const first = Number(await timeline.getAttribute('data-first'))
    return { bytes: usedSize, recorded: total - first }
  }

  async close(): Promise<void> {
    this.#memory?.close()
    await this.#browser.close()
    const closingMs = await this.#relay.stop()
    if (closingMs > 3_000) this.faults.push(`the relay took ${Math.round(closingMs)} ms to end`)
    this.#noteOutput()
    await this.#place.remove()
  }

  /** With `--quiet` the relay says its address and what joined; anything else is a fault. */
  #noteOutput(): void {
    for (const line of this.#relay.output().split('\n')) {
      const expected =
        line === '' ||
        line.startsWith('http') ||
        line.includes('more peers have joined') ||
        // Node says so when its inspector is asked for the memory.
        /^(Debugger |For help, see)/.test(line)
      if (!expected) this.faults.push(`relay: ${line}`)
    }
  }
}

function optionsOf({ k, nodes, options }: SoakRoomInit): string[] {
  return ['--quiet', '--k', String(k), '--peers', String(nodes), ...options]
}

function peerIdOf(page: Page): Promise<PeerName> {
  return withinMs(
    page.evaluate(async () => {
      await window.kadscope.ready
      return window.kadscope.peerId()
    }),
    READY_MS,
  )
}

// Runs in the page.
function keysHeld(): string[] {
  return window.kadscope.snapshot().records.map(({ key }) => key)
}

function withinMs<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a tab was not in after ${ms} ms`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
