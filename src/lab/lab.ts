// A running Lab: a population in its weather, what happens to it, and what can be done to it.
//
// The same scenario gives the same peers, faults and records in the same order. What the peers
// then say to each other is the same only nearly: kad-dht has a few timers of its own that go by
// real time (it gives up serving a stream after 10 s), and orders its first contacts by Math.random.

import type { Clock } from '../base/clock.ts'
import { seededRandom, type Random } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import type { Event } from '../event/event.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { KadscopeError } from '../base/errors.ts'
import { delay } from '../base/clock.ts'
import type { FabricCounts } from './fabric/carrier.ts'
import { Weather } from './fabric/weather.ts'
import { Faults, type LabFault } from './faults.ts'
import type { LabActions } from './lab-actions.ts'
import { keepBusy, putRecords } from './load.ts'
import { keepChurning } from './churn.ts'
import { Population, type LabPeer } from './population.ts'
import { measureRecall, type Recall } from './recall.ts'
import { MOST_PEERS, type Churn, type Scenario } from './scenario.ts'
import { rulesOfLab } from './lab-rules.ts'
import { runSteps } from './steps.ts'

/** There is no such peer in the Lab, or not any more. */
export class UnknownPeerError extends KadscopeError {
  override name = 'UnknownPeerError'
  constructor(peer: string) {
    super(`The Lab has no peer ${peer} now: choose one that runs.`)
  }
}

/** A Lab cannot have that many peers. */
export class TooManyPeersError extends KadscopeError {
  override name = 'TooManyPeersError'
  constructor(wanted: number) {
    super(`A Lab has at most ${MOST_PEERS} peers, and this would make ${wanted}: add fewer.`)
  }
}

export interface LabInit {
  readonly scenario: Scenario
  readonly clock: Clock
  /** Hears every envelope of every peer. @default nobody */
  readonly onEnvelope?: (envelope: Envelope) => void
}

/** What is counted in a Lab. */
export interface LabCounts extends FabricCounts {
  readonly peers: number
  /** Peers whose first lookup and refresh have been made. */
  readonly ready: number
}

/** A Lab that runs. */
export class Lab implements LabActions {
  readonly scenario: Scenario
  readonly population: Population
  readonly faults: Faults
  readonly weather: Weather
  readonly #clock: Clock
  readonly #stopped = new AbortController()
  readonly #ready = new Set<PeerName>()
  readonly #waiting = new Set<() => void>()
  readonly #chance: (of: string) => Random
  #churn: () => void = nothing
  #opened: Promise<void> = Promise.resolve()

  constructor({ scenario, clock, onEnvelope }: LabInit) {
    this.scenario = scenario
    this.#clock = clock
    this.#chance = (of) => seededRandom(`${scenario.seed}/${of}`)
    const { latency, loss, bandwidth } = scenario
    this.weather = new Weather({
      random: this.#chance('weather'),
      latency,
      loss,
      ...(bandwidth > 0 ? { bandwidth } : {}),
    })
    this.population = new Population({
      rules: rulesOfLab(scenario),
      clock,
      random: this.#chance('peers'),
      identities: this.#chance('identities'),
      weather: this.weather,
      onEnvelope: (envelope) => {
        this.#notice(envelope)
        onEnvelope?.(envelope)
      },
    })
    const { fabric } = this.population
    this.faults = new Faults({
      weather: this.weather,
      fabric,
      tell: (event) => {
        this.#tell(event)
      },
    })
  }

  /** Lets the first peers join as the scenario says. Resolves when all have been started. */
  async open(): Promise<void> {
    const { peers, join } = this.scenario
    await this.population.burst(1)
    if (join.type === 'burst') {
      await this.population.burst(peers - 1)
      return
    }
    const size = join.type === 'queue' ? 1 : join.size
    for (let left = peers - 1; left > 0 && !this.#stopped.signal.aborted; left -= size) {
      await this.population.burst(Math.min(size, left))
      if (left > size) await delay(this.#clock, join.everyMs, this.#stopped.signal).catch(nothing)
    }
  }

  /** Opens the Lab and does all that the scenario says. Resolves when the records have been put. */
  async run(): Promise<void> {
    this.#opened = this.open()
    await this.#opened
    await this.untilReady()
    const signal = this.#stopped.signal
    const clock = this.#clock
    if (signal.aborted) return
    void runSteps(this, { clock, random: this.#chance('steps'), signal })
    this.churn(this.scenario.churn)
    const { lookupsPerSecond, records } = this.scenario
    const busy = { lab: this, clock, signal }
    keepBusy({ ...busy, random: this.#chance('lookups') }, lookupsPerSecond)
    await putRecords({ ...busy, random: this.#chance('records') }, records)
  }

  /** The peers that run, in the order in which they came. */
  get peers(): readonly LabPeer[] {
    return this.population.peers
  }

  /** Resolves when the first peers have all been started. */
  async untilOpen(): Promise<void> {
    await this.#opened
  }

  /** @throws UnknownPeerError */
  peer(name: PeerName): LabPeer {
    const peer = this.population.peer(name)
    if (peer === undefined) throw new UnknownPeerError(name)
    return peer
  }

  /** Resolves when all peers that run have joined. */
  untilReady(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        const stopped = this.#stopped.signal.aborted
        if (!stopped && !this.peers.every(({ peerId }) => this.#ready.has(peerId))) return
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
  }

  /** @throws TooManyPeersError */
  async add(count: number): Promise<LabPeer[]> {
    const wanted = this.peers.length + count
    if (wanted > MOST_PEERS) throw new TooManyPeersError(wanted)
    return this.population.burst(count)
  }

  /** Takes peers away without a word. */
  async crash(names: readonly PeerName[]): Promise<LabFault> {
    const gone = names.filter((name) => this.population.peer(name) !== undefined)
    await Promise.all(gone.map((name) => this.population.crash(name)))
    this.#check()
    return this.faults.crashed(gone)
  }

  /** Lets peers leave in good order. */
  async leave(names: readonly PeerName[]): Promise<void> {
    await Promise.all(names.map((name) => this.population.leave(name)))
    this.#check()
  }

  /** Lets sessions end and others begin from now on; undefined ends that. */
  churn(churn: Churn | undefined): void {
    this.#churn()
    this.#churn =
      churn === undefined
        ? nothing
        : keepChurning({ lab: this, clock: this.#clock, random: this.#chance('churn'), churn })
  }

  /** Measures by brute force how well lookups do now. */
  recall(askers: readonly LabPeer[] = this.peers): Promise<Recall> {
    return measureRecall(this.peers, this.scenario.k, this.#chance('recall'), askers)
  }

  counts(): LabCounts {
    const peers = this.peers
    const ready = peers.filter(({ peerId }) => this.#ready.has(peerId)).length
    return { ...this.population.fabric.counts, peers: peers.length, ready }
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    this.#churn()
    this.#check()
    await this.population.stop()
  }

  #notice({ event, peer }: Envelope): void {
    if (event.kind !== 'join.advanced' || event.stage !== 'ready') return
    this.#ready.add(peer)
    this.#check()
  }

  #check(): void {
    for (const check of [...this.#waiting]) check()
  }

  /** Tells what happens to the whole Lab in the name of its first peer. */
  #tell(event: Event): void {
    this.peers[0]?.teller.tell(event)
  }
}

function nothing(): void {
  return
}
