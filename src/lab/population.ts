// Peers on virtual wires: makes them from a seed, lets them join, leave and crash.

import type { PrivateKey } from '@libp2p/interface'
import type { Cancel, Clock } from '../base/clock.ts'
import { createGate } from '../base/gate.ts'
import type { Random } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { createKeyPool, type KeyPool } from '../kad/key-pool.ts'
import { createDhtPeer } from '../peer/create-peer.ts'
import type { DhtRules, HostedPeer } from '../peer/hosted-peer.ts'
import type { Upkeep } from '../peer/join.ts'
import type { Ledger } from '../peer/ledger.ts'
import { createTeller, type Teller } from '../peer/teller.ts'
import { Fabric } from './fabric/fabric.ts'
import type { VirtualHost } from './fabric/place.ts'
import type { Weather } from './fabric/weather.ts'
import { keyOfSeedBy, publicKeyOf, type PublicKeyOf } from './seeded-key.ts'

/** A peer of a Lab. */
export interface LabPeer extends HostedPeer {
  readonly host: VirtualHost
  readonly teller: Teller
}

export interface PopulationInit {
  readonly rules: DhtRules
  readonly clock: Clock
  /** Whom the peers ask is left to chance; so is, unless `identities` is given, who they are. */
  readonly random: Random
  /** What the peers' keys come from. @default random */
  readonly identities?: Random
  /** Reckons their public keys. @default by script */
  readonly publicKeyOf?: PublicKeyOf | undefined
  readonly weather: Weather
  /** Peers, the first ones started, that each newcomer knows. @default 1 */
  readonly bootstraps?: number
  /** Hears every envelope of every peer. @default nobody */
  readonly onEnvelope?: ((envelope: Envelope) => void) | undefined
  /** Takes all that the peers tell, to be read by the batch. @default none */
  readonly ledger?: Pick<Ledger, 'add'> | undefined
  /** Hears who has made its first lookup and refresh. @default nobody */
  readonly onReady?: (peer: PeerName) => void
}

/**
 * Rounds of joining and upkeep under way at once. All peers share one thread: more at once make
 * nothing faster, and what they hold in memory meanwhile costs a third of the time at 1,000 peers.
 */
const ROUNDS_AT_ONCE = 64

/** The longest pause between rounds of upkeep grows by this for each peer, in milliseconds. */
const PAUSE_PER_PEER_MS = 120

/** So does the shortest: there are some 60 rounds a second at most, a fifth of what a thread can do. */
const LEAST_PAUSE_PER_PEER_MS = 16

/** How often a peer that lost its wire to the bootstrap tries for a new one, in milliseconds. */
const RETRY_MS = 3_000

/** The peers of a Lab. The first ones started are everybody's bootstraps. */
export class Population {
  readonly fabric: Fabric
  readonly #init: PopulationInit
  readonly #keys: KeyPool
  readonly #upkeep: Upkeep
  readonly #peers = new Map<PeerName, LabPeer>()
  readonly #retries = new Map<PeerName, Cancel>()
  readonly #bootstraps: PeerName[] = []
  #isStopped = false

  constructor(init: PopulationInit) {
    this.#init = init
    this.#keys = createKeyPool(init.random)
    this.#upkeep = {
      gate: createGate(ROUNDS_AT_ONCE),
      longestPauseMs: () => Math.max(30_000, PAUSE_PER_PEER_MS * this.#peers.size),
      shortestPauseMs: () => LEAST_PAUSE_PER_PEER_MS * this.#peers.size,
    }
    this.fabric = new Fabric(init)
  }

  /** The peers that run now, in the order in which they came. */
  get peers(): readonly LabPeer[] {
    return [...this.#peers.values()]
  }

  /** Their names. */
  get names(): Iterable<PeerName> {
    return this.#peers.keys()
  }

  /** The first peer that was started. */
  get bootstrap(): PeerName | undefined {
    return this.#bootstraps[0]
  }

  /** Whom a newcomer asks first. */
  get bootstraps(): readonly PeerName[] {
    return [...this.#bootstraps]
  }

  peer(name: PeerName): LabPeer | undefined {
    return this.#peers.get(name)
  }

  /**
   * Starts `count` peers at once and connects them to the bootstraps. Resolves with those that run, before
   * they are ready: with none where all has been stopped meanwhile.
   */
  async burst(count: number): Promise<LabPeer[]> {
    if (this.bootstrap === undefined && count > 1 && !this.#isStopped) {
      return [...(await this.burst(1)), ...(await this.burst(count - 1))]
    }
    const keys = await Promise.all(Array.from({ length: count }, () => this.#newKey()))
    if (this.#isStopped) return []
    const started = await Promise.all(keys.map((key) => this.#start(key)))
    return started.filter((peer) => peer !== undefined)
  }

  async #start(privateKey: PrivateKey): Promise<LabPeer | undefined> {
    const { rules, clock, random, ledger, onEnvelope, onReady } = this.#init
    const host = this.fabric.join(privateKey)
    const known = this.bootstraps
    if (known.length < (this.#init.bootstraps ?? 1)) this.#bootstraps.push(host.name)
    const teller = createTeller({ peer: host.name, source: 'lab', clock, ledger })
    if (onEnvelope !== undefined) teller.onEnvelope(onEnvelope)
    teller.on('join.advanced', ({ stage }) => {
      if (stage === 'ready') onReady?.(host.name)
    })
    const peer = await createDhtPeer({
      components: host.components,
      openStream: host.openStream,
      rules,
      agent: 'lab',
      source: 'lab',
      bootstraps: () => known,
      teller,
      clock,
      random,
      keys: this.#keys,
      upkeep: this.#upkeep,
    })
    const labPeer = { ...peer, host, teller }
    this.#peers.set(peer.peerId, labPeer)
    if (this.#isStopped) {
      await this.leave(peer.peerId)
      return undefined
    }
    await this.#keepInTouch(host, known)
    return labPeer
  }

  /** Takes a peer away without a word. */
  async crash(name: PeerName): Promise<void> {
    const peer = this.#remove(name)
    // Nobody hears the last words of one that crashed.
    peer?.teller.close()
    this.fabric.crash(name)
    await peer?.stop()
  }

  /** Lets a peer leave in good order. */
  async leave(name: PeerName): Promise<void> {
    const peer = this.#remove(name)
    await peer?.stop()
    peer?.host.leave()
  }

  /** Lets all leave and nobody start any more; who is being started just then leaves as soon as it runs. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all([...this.#peers.keys()].map((name) => this.leave(name)))
  }

  /** Who the next peer is: it is drawn at once, and its public key comes when it is reckoned. */
  #newKey(): Promise<PrivateKey> {
    const { random, identities = random } = this.#init
    return keyOfSeedBy(this.#init.publicKeyOf ?? publicKeyOf, identities.bytes(32))
  }

  #remove(name: PeerName): LabPeer | undefined {
    const peer = this.#peers.get(name)
    this.#peers.delete(name)
    this.#retries.get(name)?.()
    this.#retries.delete(name)
    return peer
  }

  /** Wires a peer to the bootstraps, and again when a wire is lost, as a room's peers do. */
  async #keepInTouch(host: VirtualHost, bootstraps: readonly PeerName[]): Promise<void> {
    if (bootstraps.length === 0) return
    await Promise.all(
      bootstraps.map(async (bootstrap) => {
        if (!this.#peers.has(bootstrap) || this.fabric.isWired(host.name, bootstrap)) return
        // A bootstrap that is gone or blocked is what the peer has to live with.
        await this.fabric.connect(host, bootstrap).catch(() => undefined)
      }),
    )
    if (!this.#peers.has(host.name)) return
    const pause = RETRY_MS * (1 + this.#init.random.next())
    this.#retries.set(
      host.name,
      this.#init.clock.after(pause, () => void this.#keepInTouch(host, bootstraps)),
    )
  }
}
