// Peers on virtual wires: makes them from a seed, lets them join, and tells when they are ready.

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { createDhtPeer, type DhtRules, type HostedPeer } from '../peer/create-peer.ts'
import { Fabric, type VirtualHost } from './fabric/fabric.ts'
import type { Weather } from './fabric/weather.ts'

/** A peer of a Lab. */
export interface LabPeer extends HostedPeer {
  readonly host: VirtualHost
}

export interface PopulationInit {
  readonly rules: DhtRules
  readonly clock: Clock
  readonly random: Random
  readonly weather: Weather
  /** Hears every envelope of every peer. @default nobody */
  readonly onEnvelope?: (envelope: Envelope) => void
}

/** The peers of a Lab. The first one started is everybody's bootstrap. */
export class Population {
  readonly fabric: Fabric
  readonly #init: PopulationInit
  readonly #peers = new Map<PeerName, LabPeer>()
  #bootstrap: PeerName | undefined

  constructor(init: PopulationInit) {
    this.#init = init
    this.fabric = new Fabric(init)
  }

  /** The peers that run now. */
  get peers(): readonly LabPeer[] {
    return [...this.#peers.values()]
  }

  get bootstrap(): PeerName | undefined {
    return this.#bootstrap
  }

  /** Starts a peer and connects it to the bootstrap. Resolves before it is ready. */
  async start(): Promise<LabPeer> {
    const { rules, clock, random, onEnvelope } = this.#init
    const privateKey = await generateKeyPairFromSeed('Ed25519', random.bytes(32))
    const host = this.fabric.join(privateKey)
    const bootstrap = this.#bootstrap
    this.#bootstrap ??= host.name
    const peer = await createDhtPeer({
      components: host.components,
      rules,
      agent: 'lab',
      source: 'lab',
      bootstraps: () => (bootstrap === undefined ? [] : [bootstrap]),
      clock,
      random,
    })
    if (onEnvelope !== undefined) peer.onEnvelope(onEnvelope)
    const labPeer = { ...peer, host }
    this.#peers.set(peer.peerId, labPeer)
    if (bootstrap !== undefined) {
      // A bootstrap that is gone or blocked is what the peer has to live with.
      await this.fabric.connect(host, bootstrap).catch(() => undefined)
    }
    return labPeer
  }

  /** Starts `count` peers at once. */
  async burst(count: number): Promise<LabPeer[]> {
    if (this.#bootstrap === undefined && count > 0) {
      const first = await this.start()
      return [first, ...(await this.burst(count - 1))]
    }
    return Promise.all(Array.from({ length: count }, () => this.start()))
  }

  /** Takes a peer away without a word. */
  async crash(name: PeerName): Promise<void> {
    const peer = this.#peers.get(name)
    if (peer === undefined) return
    this.#peers.delete(name)
    this.fabric.crash(name)
    await peer.stop()
  }

  /** Lets a peer leave in good order. */
  async leave(name: PeerName): Promise<void> {
    const peer = this.#peers.get(name)
    if (peer === undefined) return
    this.#peers.delete(name)
    await peer.stop()
    peer.host.leave()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#peers.keys()].map((name) => this.leave(name)))
  }
}
