// One Lab on the page's side, through all its restarts.

import { Emitter } from '../../src/base/emitter.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import type { Scenario } from '../../src/lab/scenario.ts'
import type { DhtPeer, PeerSnapshot } from '../../src/peer/dht-peer.ts'
import { Intake } from './intake.ts'
import type { LabControls } from './lab-controls.ts'
import { LabLink, type LabDiedError } from './lab-link.ts'
import type { FromLab, LabStatus } from './lab-protocol.ts'
import { LastWords } from './last-words.ts'
import { remotePeer } from './remote-peer.ts'
import { startLabWorker } from './start-lab-worker.ts'
import { weightOf } from './weight.ts'

interface Events {
  batch: readonly Envelope[]
  status: LabStatus
  died: LabDiedError
}

/** A worker with a Lab in it, and what it has told. */
export class LabRun {
  readonly #scenario: Scenario
  readonly #events = new Emitter<Events>()
  readonly #words = new LastWords()
  readonly #intake = new Intake<Envelope>({
    weigh: weightOf,
    take: (envelopes) => {
      this.#words.hear(envelopes)
      this.#events.emit('batch', envelopes)
    },
  })
  #link: LabLink
  #status: LabStatus | undefined
  #died: LabDiedError | undefined
  #statusAt = 0
  #snapshot: PeerSnapshot | undefined
  readonly #ready = Promise.withResolvers<undefined>()
  /** Somebody listens: until then the worker keeps what it has to tell. */
  readonly #listening = Promise.withResolvers<undefined>()

  /** @param worker that the Lab is opened in first; after a restart it has another */
  constructor(scenario: Scenario, worker: Worker) {
    this.#scenario = scenario
    this.#link = this.#newLink(worker)
  }

  /** Starts the Lab. Resolves with the viewer's own peer, when that runs. */
  async open(): Promise<PeerName> {
    const { own } = await this.#link.call('open', { scenario: this.#scenario })
    this.#snapshot = await this.#link.call('snapshot', { peer: own })
    return own
  }

  /** How the Lab stood at the last batch; undefined before the first. */
  get status(): LabStatus | undefined {
    return this.#status
  }

  /** The time on the Lab's clock, in milliseconds. */
  now(): number {
    if (this.#status === undefined) return Date.now()
    const { now, rate } = this.#status
    return now + (Date.now() - this.#statusAt) * rate
  }

  onEnvelopes(listener: (batch: readonly Envelope[]) => void): () => void {
    this.#listening.resolve(undefined)
    return this.#events.on('batch', listener)
  }

  stop(): Promise<void> {
    this.#link.close()
    return Promise.resolve()
  }

  /** The peer that stands for the viewer. */
  ownPeer(own: PeerName): DhtPeer {
    return {
      peerId: own,
      kadId: kadIdOfPeer(own),
      ready: this.#ready.promise,
      ...remotePeer(() => this.#link, own),
      snapshot: () => {
        if (this.#snapshot === undefined) throw new Error('the Lab has told nothing yet')
        return this.#snapshot
      },
      onEnvelope: (listener) =>
        this.#events.on('batch', (batch) => {
          for (const envelope of batch) if (envelope.peer === own) listener(envelope)
        }),
    }
  }

  controls(): LabControls {
    const call: LabLink['call'] = (command, args) => this.#link.call(command, args)
    return {
      scenario: this.#scenario,
      status: () => this.#status,
      add: (count) => call('add', { count }),
      crash: (peers) => call('crash', { peers }),
      leave: (peers) => call('leave', { peers }),
      partition: (sides) => call('partition', { sides }),
      slow: (peers, ms, reach) => call('slow', { peers, ms, ...reach }),
      lose: (peers, share, reach) => call('lose', { peers, share, ...reach }),
      block: (peers, reach) => call('block', { peers, ...reach }),
      clear: (fault) => call('clear', { fault }),
      heal: () => call('heal', {}),
      churn: (churn) => call('churn', { churn }),
      setRate: (rate) => call('rate', { rate }),
      recall: () => call('recall', {}),
      snapshots: () => call('snapshots', {}),
      faults: () => call('faults', {}),
      calm: () => call('calm', {}),
      peer: (name) => remotePeer(() => this.#link, name),
      onStatus: (listener) => this.#events.on('status', listener),
      onDied: (listener) => {
        if (this.#died !== undefined) listener(this.#died)
        return this.#events.on('died', listener)
      },
      restart: async () => {
        this.#link.close()
        this.#status = undefined
        this.#died = undefined
        this.#link = this.#newLink(startLabWorker())
        await this.open()
      },
    }
  }

  #newLink(worker: Worker): LabLink {
    return new LabLink({
      worker,
      onBatch: async (batch) => {
        await this.#listening.promise
        this.#note(batch)
        await this.#intake.hand(batch.envelopes)
      },
      onDied: (error) => {
        this.#died = error
        // Its peers are gone with it, and nobody is left to say so.
        void this.#intake.hand(this.#words.farewell(this.now()))
        this.#events.emit('died', error)
      },
    })
  }

  #note({ status, own }: Extract<FromLab, { type: 'batch' }>): void {
    this.#status = status
    this.#statusAt = Date.now()
    this.#snapshot = own ?? this.#snapshot
    const { peers, ready } = status.counts
    if (peers > 0 && ready >= peers) this.#ready.resolve(undefined)
    this.#events.emit('status', status)
  }
}
