// The weather on virtual wires: how long a message takes, whether it arrives, and who can reach whom.

import type { Random } from '../../base/random.ts'
import type { PeerName } from '../../kad/kad-id.ts'

/** How long a message takes one way, in milliseconds: between the two, each as likely. */
export interface Latency {
  readonly least: number
  readonly most: number
}

/** What holds for all wires unless a peer has its own. */
export interface WeatherInit {
  readonly random: Random
  /** @default no delay at all */
  readonly latency?: Latency
  /** The share of messages that never arrive, from 0 to 1. @default 0 */
  readonly loss?: number
  /** Bytes a second of each wire. @default unlimited */
  readonly bandwidth?: number
}

/** The state of all wires, changed while the network runs. */
export class Weather {
  readonly #random: Random
  latency: Latency
  loss: number
  bandwidth: number
  readonly #slow = new Map<PeerName, number>()
  readonly #lossy = new Map<PeerName, number>()
  readonly #crashed = new Set<PeerName>()
  readonly #blocked = new Set<PeerName>()
  #sides = new Map<PeerName, number>()

  constructor(init: WeatherInit) {
    this.#random = init.random
    this.latency = init.latency ?? { least: 0, most: 0 }
    this.loss = init.loss ?? 0
    this.bandwidth = init.bandwidth ?? Infinity
  }

  /** How long `bytes` take from one peer to another, in milliseconds. */
  delay(from: PeerName, to: PeerName, bytes: number): number {
    const { least, most } = this.latency
    if (most === 0 && this.#slow.size === 0 && this.bandwidth === Infinity) return 0
    const distance = least + (most > least ? this.#random.next() * (most - least) : 0)
    const extra = (this.#slow.get(from) ?? 0) + (this.#slow.get(to) ?? 0)
    return distance + extra + (bytes / this.bandwidth) * 1_000
  }

  /** Whether a message is lost on its way. */
  loses(from: PeerName, to: PeerName): boolean {
    const loss = Math.max(this.loss, this.#lossy.get(from) ?? 0, this.#lossy.get(to) ?? 0)
    return loss > 0 && this.#random.next() < loss
  }

  /** Whether messages go from one peer to another at all. */
  reaches(from: PeerName, to: PeerName): boolean {
    if (this.#crashed.has(from) || this.#crashed.has(to)) return false
    if (this.#blocked.has(from) || this.#blocked.has(to)) return false
    return (this.#sides.get(from) ?? 0) === (this.#sides.get(to) ?? 0)
  }

  /** Adds `ms` to every message from and to a peer; 0 takes it back. */
  slow(peer: PeerName, ms: number): void {
    if (ms > 0) this.#slow.set(peer, ms)
    else this.#slow.delete(peer)
  }

  /** Loses this share of the messages from and to a peer; 0 takes it back. */
  lose(peer: PeerName, share: number): void {
    if (share > 0) this.#lossy.set(peer, share)
    else this.#lossy.delete(peer)
  }

  /** The peer is gone without a word. */
  crash(peer: PeerName): void {
    this.#crashed.add(peer)
  }

  isCrashed(peer: PeerName): boolean {
    return this.#crashed.has(peer)
  }

  /** Nobody reaches the peer's address, though it runs. */
  block(peer: PeerName): void {
    this.#blocked.add(peer)
  }

  unblock(peer: PeerName): void {
    this.#blocked.delete(peer)
  }

  /** Cuts the network: peers reach only those on their own side; those not named are on side 0. */
  partition(sides: ReadonlyMap<PeerName, number>): void {
    this.#sides = new Map(sides)
  }

  /** Takes the cut back. */
  heal(): void {
    this.#sides = new Map()
  }
}
