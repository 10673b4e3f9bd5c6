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

/** A spell of bad weather over some wires. */
export interface Spell {
  /** The wires of these peers, or those between them. */
  readonly peers: ReadonlySet<PeerName>
  readonly reach: 'wires of' | 'wires between'
  /** Milliseconds more for every message, at each of the peers that it passes. @default 0 */
  readonly ms?: number
  /** The share of messages that is lost, from 0 to 1. @default 0 */
  readonly loss?: number
  /** Nothing passes, and no new wire is made. @default false */
  readonly closed?: boolean
}

/** The state of all wires, changed while the network runs. */
export class Weather {
  readonly #random: Random
  latency: Latency
  loss: number
  bandwidth: number
  readonly #crashed = new Set<PeerName>()
  #spells: readonly Spell[] = []
  #sides: ReadonlyMap<PeerName, number> = new Map()

  constructor(init: WeatherInit) {
    this.#random = init.random
    this.latency = init.latency ?? { least: 0, most: 0 }
    this.loss = init.loss ?? 0
    this.bandwidth = init.bandwidth ?? Infinity
  }

  /** How long `bytes` take from one peer to another, in milliseconds. */
  delay(from: PeerName, to: PeerName, bytes: number): number {
    const { least, most } = this.latency
    if (most === 0 && this.#spells.length === 0 && this.bandwidth === Infinity) return 0
    const distance = least + (most > least ? this.#random.next() * (most - least) : 0)
    let extra = 0
    for (const spell of this.#spells) extra += (spell.ms ?? 0) * endsIn(spell, from, to)
    return distance + extra + (bytes / this.bandwidth) * 1_000
  }

  /** Whether a message is lost on its way. */
  loses(from: PeerName, to: PeerName): boolean {
    let loss = this.loss
    for (const spell of this.#spells) {
      if (spell.loss !== undefined && endsIn(spell, from, to) > 0) loss = Math.max(loss, spell.loss)
    }
    return loss > 0 && this.#random.next() < loss
  }

  /** Whether messages go from one peer to another at all. */
  reaches(from: PeerName, to: PeerName): boolean {
    if (this.#crashed.has(from) || this.#crashed.has(to)) return false
    for (const spell of this.#spells) {
      if (spell.closed === true && endsIn(spell, from, to) > 0) return false
    }
    return (this.#sides.get(from) ?? 0) === (this.#sides.get(to) ?? 0)
  }

  /** From now on there are these spells and no others; they add up, and the worst loss counts. */
  change(spells: readonly Spell[]): void {
    this.#spells = spells
  }

  /** The peer is gone without a word. */
  crash(peer: PeerName): void {
    this.#crashed.add(peer)
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

/** How many ends of a wire a spell is over: a wire between two of its peers counts as one. */
function endsIn({ peers, reach }: Spell, from: PeerName, to: PeerName): number {
  const ends = Number(peers.has(from)) + Number(peers.has(to))
  if (reach === 'wires of') return ends
  return ends === 2 ? 1 : 0
}
