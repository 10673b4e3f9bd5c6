// A running Lab: a population in its weather, what happens to it, and what can be done to it.
//
// The same scenario gives the same peers, faults and records in the same order. What the peers
// then say to each other is the same only nearly: kad-dht has a few timers of its own that go by
// real time (it gives up serving a stream after 10 s), and orders its first contacts by Math.random.

import type { Clock } from '../base/clock.ts'
import { seededRandom, type Random } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import type { Event } from '../event/event.ts'
import type { PeerName, RecordKey } from '../kad/kad-id.ts'
import type { Ledger } from '../peer/ledger.ts'
import { delay } from '../base/clock.ts'
import type { FabricCounts } from './fabric/carrier.ts'
import { Weather } from './fabric/weather.ts'
import { Faults, type LabFault } from './faults.ts'
import type { LabActions } from './lab-actions.ts'
import type { Attack } from './attack/attack.ts'
import { settingsOf, writingOf } from './attack/defend.ts'
import { launchAttack, type LaunchedAttack } from './attack/launch-attack.ts'
import { keepBusy, putRecords, type PutRecord } from './load.ts'
import { keepChurning } from './churn.ts'
import { Population, type LabPeer } from './population.ts'
import { measureRecall, type Recall } from './recall.ts'
import { Readiness } from './readiness.ts'
import type { PublicKeyOf } from './seeded-key.ts'
import { MOST_PEERS, type Churn, type Scenario } from './scenario.ts'
import { TooManyPeersError, UnknownPeerError } from './lab-errors.ts'
import { rulesOfLab } from './lab-rules.ts'
import { runSteps } from './steps.ts'

export interface LabInit {
  readonly scenario: Scenario
  readonly clock: Clock
  /** Hears every envelope of every peer at once. @default nobody */
  readonly onEnvelope?: (envelope: Envelope) => void
  /** Takes all that is told, for who reads it by the batch: that costs the peers less. @default none */
  readonly ledger?: Pick<Ledger, 'add'>
  /** Reckons the public keys of the peers. @default by script, which takes three times as long and more */
  readonly publicKeyOf?: PublicKeyOf
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
  readonly #readiness = new Readiness()
  readonly #chance: (of: string) => Random
  /** Takes what those tell that are no part of the population. */
  readonly #hear: (envelope: Envelope) => void
  readonly #records: PutRecord[] = []
  #attack: LaunchedAttack | undefined
  #churn: () => void = nothing
  #opened: Promise<void> = Promise.resolve()

  constructor({ scenario, clock, onEnvelope, ledger, publicKeyOf }: LabInit) {
    this.scenario = settingsOf(scenario)
    this.#clock = clock
    this.#hear = (envelope) => {
      ledger?.add(envelope)
      onEnvelope?.(envelope)
    }
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
      publicKeyOf,
      weather: this.weather,
      bootstraps: this.scenario.bootstraps,
      onEnvelope,
      ledger,
      onReady: (peer) => {
        this.#readiness.add(peer)
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
    const { attack, lookupsPerSecond, records } = this.scenario
    keepBusy({ lab: this, clock, signal, random: this.#chance('lookups') }, lookupsPerSecond)
    // Silent holders have to be there when copies are sent; others come for records that exist.
    if (attack?.type === 'silence') await this.attack(attack)
    await this.putRecords(records)
    if (attack !== undefined && attack.type !== 'silence') await this.attack(attack)
  }

  /**
   * Lets random peers put so many records, in the way that the scenario's defence has it. Returns
   * for each what was put; undefined where too few holders took it.
   */
  async putRecords(count: number): Promise<readonly (PutRecord | undefined)[]> {
    const load = { lab: this, clock: this.#clock, signal: this.#stopped.signal }
    const random = this.#chance('records')
    const put = await putRecords({ ...load, random }, count, writingOf(this.scenario))
    this.#records.push(...put.filter((record) => record !== undefined))
    return put
  }

  /** The attack in force. */
  get attacked(): LaunchedAttack | undefined {
    return this.#attack
  }

  /**
   * Lets an attack loose on the records that have been put; one that is in force ends. The Lab's
   * settings stay: a defence has to be part of its scenario.
   */
  async attack(attack: Attack): Promise<LaunchedAttack> {
    this.#attack?.stop()
    this.#attack = await launchAttack({
      lab: this,
      attack,
      keys: this.keys,
      clock: this.#clock,
      random: this.#chance('attack'),
      onEnvelope: this.#hear,
    })
    return this.#attack
  }

  /** The keys of the records that have been put. */
  get keys(): readonly RecordKey[] {
    return this.#records.map(({ key }) => key)
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
    return this.#readiness.until(() => this.population.names)
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
    this.#readiness.changed()
    return this.faults.crashed(gone)
  }

  /** Lets peers leave in good order. */
  async leave(names: readonly PeerName[]): Promise<void> {
    await Promise.all(names.map((name) => this.population.leave(name)))
    this.#readiness.changed()
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
    const ready = peers.filter(({ peerId }) => this.#readiness.has(peerId)).length
    return { ...this.population.fabric.counts, peers: peers.length, ready }
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    this.#churn()
    this.#attack?.stop()
    this.#readiness.stop()
    await this.population.stop()
  }

  /** Tells what happens to the whole Lab in the name of its first peer. */
  #tell(event: Event): void {
    this.peers[0]?.teller.tell(event)
  }
}

function nothing(): void {
  return
}
