// For tests: peers on virtual wires whose time is moved by hand, so that no test waits for anything.

import type { ManualClock as Clock } from '../base/manual-clock.ts'
import { ManualClock } from '../base/manual-clock.ts'
import { nextTurn } from '../base/next-turn.ts'
import { seededRandom, type Random } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import type { EventKind, EventOf } from '../event/event.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import type { DhtRules } from '../peer/hosted-peer.ts'
import { Weather } from './fabric/weather.ts'
import { takeHost } from './host-by-hand.ts'
import { Population, type LabPeer } from './population.ts'

const RULES: DhtRules = {
  room: 'test',
  protocol: '/kadscope/test/kad/1.0.0',
  k: 4,
  alpha: 3,
  disjointPaths: 1,
  republishMs: 60_000,
  expireMs: 600_000,
  maxValueBytes: 1_024,
}

/** So many turns of the event loop without a message are taken as quiet. */
const QUIET_TURNS = 4

/** An event with who told it. */
export type Told<Kind extends EventKind> = EventOf<Kind> & { readonly by: PeerName }

/** A Lab in which nothing moves unless the test lets time pass. */
export class TestLab {
  readonly rules: DhtRules
  readonly random: Random
  readonly weather: Weather
  readonly population: Population
  /** kad-dht compares times of records with the real one. */
  readonly clock: Clock = new ManualClock(Date.now())
  readonly told: Envelope[] = []
  readonly #giveHostBack: () => void

  constructor(seed: string | number, rules: Partial<DhtRules> = {}) {
    this.rules = { ...RULES, ...rules }
    this.random = seededRandom(`test-lab/${seed}`)
    this.weather = new Weather({ random: this.random, latency: { least: 1, most: 4 } })
    this.population = new Population({
      rules: this.rules,
      clock: this.clock,
      random: this.random,
      weather: this.weather,
      onEnvelope: (envelope) => this.told.push(envelope),
    })
    this.#giveHostBack = takeHost(this.clock)
  }

  get peers(): readonly LabPeer[] {
    return this.population.peers
  }

  /** Starts peers and lets them join. */
  async join(count: number): Promise<LabPeer[]> {
    const joined = await this.run(this.population.burst(count))
    while (joined.some((peer) => peer.snapshot().stage !== 'ready')) await this.pass(100)
    return joined
  }

  /** Lets time pass until `work` is done. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    const state = { done: false }
    const end = (): void => {
      state.done = true
    }
    work.then(end, end)
    await this.#settle()
    while (!state.done) {
      const { nextAt } = this.clock
      if (nextAt !== undefined) this.clock.advance(Math.max(0, nextAt - this.clock.now()))
      await this.#settle()
    }
    return work
  }

  /** Lets `ms` milliseconds pass. */
  async pass(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms, () => this.#settle())
  }

  /** The events of one kind so far. */
  events<Kind extends EventKind>(kind: Kind): Told<Kind>[] {
    return this.told.flatMap(({ event, peer }) =>
      event.kind === kind ? [{ ...(event as EventOf<Kind>), by: peer }] : [],
    )
  }

  someone(): LabPeer {
    return this.random.pick(this.peers)
  }

  /** The peer of that name. */
  peer(name: PeerName): LabPeer {
    const peer = this.population.peer(name)
    if (peer === undefined) throw new Error(`no peer ${name}`)
    return peer
  }

  /** Who holds a record now, in the order of their names. */
  holders(key: RecordKey): PeerName[] {
    return this.peers
      .filter((peer) => peer.snapshot().records.some((record) => record.key === key))
      .map(({ peerId }) => peerId)
      .sort()
  }

  /** The true k closest by brute force over `among`, in the order of their names. @default all peers */
  closest(key: RecordKey, among: readonly LabPeer[] = this.peers): PeerName[] {
    const names = among.map(({ peerId }) => peerId)
    return closestTo(kadIdOfKey(key), names, this.rules.k, kadIdOfPeer).sort()
  }

  /** What the holders of a record have: the digits of each copy's hash, each once. */
  hashes(key: RecordKey): string[] {
    const copies = this.peers.flatMap((peer) => peer.snapshot().records)
    return [...new Set(copies.flatMap((copy) => (copy.key === key ? [copy.hash] : [])))]
  }

  async stop(): Promise<void> {
    await this.run(this.population.stop())
    this.#giveHostBack()
  }

  /** Waits until the peers have nothing left to do at this moment. */
  async #settle(): Promise<void> {
    let before = this.#activity()
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await nextTurn()
      const now = this.#activity()
      if (now !== before) quiet = -1
      before = now
    }
  }

  /** Changes with all that happens. */
  #activity(): number {
    const { messages, inFlight } = this.population.fabric.counts
    return messages + inFlight + this.told.length
  }
}
