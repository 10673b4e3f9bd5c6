// The session of a Lab: a worker full of peers, one of which stands for the viewer.

import { Emitter } from '../../src/base/emitter.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import type { LabCounts } from '../../src/lab/lab.ts'
import { rulesOfLab } from '../../src/lab/lab-rules.ts'
import { readScenario } from '../../src/lab/scenario-address.ts'
import type { Scenario } from '../../src/lab/scenario.ts'
import type { DhtPeer, PeerSnapshot } from '../../src/peer/dht-peer.ts'
import type { LabControls, LabSession } from './lab-controls.ts'
import { LabLink, type LabDiedError } from './lab-link.ts'

/**
 * Opens the Lab that an address asks for.
 *
 * @throws ScenarioError, LabDiedError
 */
export async function openLabSession(query: URLSearchParams): Promise<LabSession> {
  const scenario = readScenario(query)
  const run = new LabRun(scenario)
  const own = await run.open()
  return {
    tier: 'lab',
    own,
    settings: { ...rulesOfLab(scenario), multiaddrs: ['/memory/0'] },
    peer: run.ownPeer(own),
    lab: run.controls(),
    onEnvelopes: (listener) => run.onEnvelopes(listener),
    stop: () => run.stop(),
  }
}

const NO_COUNTS: LabCounts = {
  messages: 0,
  bytes: 0,
  lost: 0,
  inFlight: 0,
  wires: 0,
  peers: 0,
  ready: 0,
}

/** One Lab on the page's side, through all its restarts. */
class LabRun {
  readonly #scenario: Scenario
  readonly #events = new Emitter<{ batch: readonly Envelope[]; died: LabDiedError }>()
  #early: Envelope[] | undefined = []
  #link: LabLink
  #counts = NO_COUNTS
  #snapshot: PeerSnapshot | undefined
  readonly #ready = Promise.withResolvers<undefined>()

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.#link = this.#newLink()
  }

  async open(): Promise<PeerName> {
    const { own } = await this.#link.call('open', { scenario: this.#scenario })
    this.#snapshot = await this.#link.call('snapshot', { peer: own })
    return own
  }

  onEnvelopes(listener: (batch: readonly Envelope[]) => void): () => void {
    const early = this.#early ?? []
    this.#early = undefined
    if (early.length > 0) listener(early)
    return this.#events.on('batch', listener)
  }

  stop(): Promise<void> {
    this.#link.close()
    return Promise.resolve()
  }

  ownPeer(own: PeerName): DhtPeer {
    return {
      peerId: own,
      kadId: kadIdOfPeer(own),
      ready: this.#ready.promise,
      ...this.#peer(own),
      snapshot: () => {
        if (this.#snapshot === undefined) throw new Error('the Lab has told nothing yet')
        return this.#snapshot
      },
      onEnvelope: (listener) =>
        this.#events.on('batch', (batch) => {
          for (const envelope of batch) if (envelope.peer === own) listener(envelope)
        }),
      stop: () => this.#link.call('leave', { peers: [own] }),
    }
  }

  controls(): LabControls {
    const call: LabLink['call'] = (command, args) => this.#link.call(command, args)
    return {
      scenario: this.#scenario,
      counts: () => this.#counts,
      add: (count) => call('add', { count }),
      crash: (peers) => call('crash', { peers }),
      leave: (peers) => call('leave', { peers }),
      partition: (sides) => call('partition', { sides }),
      slow: (peers, ms) => call('slow', { peers, ms }),
      lose: (peers, share) => call('lose', { peers, share }),
      block: (peers) => call('block', { peers }),
      clear: (fault) => call('clear', { fault }),
      heal: () => call('heal', {}),
      churn: (churn) => call('churn', { churn }),
      setRate: (rate) => call('rate', { rate }),
      recall: () => call('recall', {}),
      peer: (name) => this.#peer(name),
      onDied: (listener) => this.#events.on('died', listener),
      restart: async () => {
        this.#link.close()
        this.#link = this.#newLink()
        await this.open()
      },
    }
  }

  #peer(peer: PeerName): Pick<DhtPeer, 'put' | 'get' | 'closest'> {
    return {
      put: (value, { key } = {}) =>
        this.#link.call('put', { peer, value, ...(key === undefined ? {} : { key }) }),
      get: (key) => this.#link.call('get', { peer, key }),
      closest: (target) => this.#link.call('closest', { peer, target }),
    }
  }

  #newLink(): LabLink {
    return new LabLink({
      onBatch: ({ envelopes, counts, own }) => {
        this.#counts = counts
        this.#snapshot = own ?? this.#snapshot
        if (counts.peers > 0 && counts.ready >= counts.peers) this.#ready.resolve(undefined)
        if (envelopes.length === 0) return
        if (this.#early === undefined) this.#events.emit('batch', envelopes)
        else this.#early.push(...envelopes)
      },
      onDied: (error) => {
        this.#events.emit('died', error)
      },
    })
  }
}
