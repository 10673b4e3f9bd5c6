// The Lab's side of the worker: does what the page asks, and tells what happens in batches.

import { describeError, KadscopeError } from '../../src/base/errors.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { Lab } from '../../src/lab/lab.ts'
import { ScaledClock } from '../../src/lab/scaled-clock.ts'
import type { PeerSnapshot } from '../../src/peer/dht-peer.ts'
import { Ledger } from '../../src/peer/ledger.ts'
import type { AttackUnderWay, FromLab, LabCall, LabStatus, ToLab } from './lab-protocol.ts'
import { Outbox } from './outbox.ts'
import { publicKeyOf } from './public-key.ts'

/** The time between two batches at least, in milliseconds. */
const FRAME_MS = 33

/** How often the own peer's state is sent when nothing else is, in milliseconds. */
const IDLE_MS = 500

/** The Lab has not been opened yet, or has been stopped. */
export class LabClosedError extends KadscopeError {
  override name = 'LabClosedError'
  constructor() {
    super('The Lab does not run: open it first.')
  }
}

/** Runs one Lab for a page that is reached through `post`. */
export class LabHost {
  readonly #post: (message: FromLab) => void
  readonly #clock = new ScaledClock()
  readonly #outbox = new Outbox(() => {
    for (const peer of this.#lab?.peers ?? []) peer.teller.tell(peer.describe())
    this.#ledger.handOn()
  })
  readonly #ledger = new Ledger((envelopes) => {
    for (const envelope of envelopes) this.#outbox.add(envelope)
  })
  #lab: Lab | undefined
  #own: PeerName | undefined
  #taken = true
  #sentAt = 0
  #readyAt: number | undefined
  /** An attack that was ended by hand. */
  #calmed: Lab['attacked']
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(post: (message: FromLab) => void) {
    this.#post = post
  }

  /** Takes a message of the page. */
  async hear(message: ToLab): Promise<void> {
    if (message.type === 'taken') {
      this.#taken = true
      return
    }
    const { id, call } = message
    try {
      this.#post({ type: 'answer', id, result: await this.#do(call) })
    } catch (thrown) {
      this.#post({ type: 'refusal', id, error: describeError(thrown) })
    }
  }

  #do(call: LabCall): unknown {
    if (call.command === 'open') return this.#open(call.scenario)
    const lab = this.#lab
    if (lab === undefined) throw new LabClosedError()
    const { faults } = lab
    switch (call.command) {
      case 'add':
        return lab.add(call.count).then((added) => added.map(({ peerId }) => peerId))
      case 'crash':
        return lab.crash(call.peers)
      case 'leave':
        return lab.leave(call.peers)
      case 'partition':
        return faults.partition(call.sides)
      case 'slow':
        return faults.slow(call.peers, call.ms, call)
      case 'lose':
        return faults.lose(call.peers, call.share, call)
      case 'block':
        return faults.block(call.peers, call)
      case 'clear':
        faults.clear(call.fault)
        return undefined
      case 'heal':
        faults.clearAll()
        return undefined
      case 'churn':
        lab.churn(call.churn)
        return undefined
      case 'rate':
        this.#clock.rate = call.rate
        return undefined
      case 'recall':
        return lab.recall()
      case 'ask':
        return askPeer(lab.peer(call.peer), call.method, call.args)
      case 'inventory':
        return askPeer(lab.peer(call.peer).inventory(call.of), call.method, call.args)
      case 'snapshot':
        return lab.peer(call.peer).snapshot()
      case 'snapshots':
        return lab.peers.map((peer) => peer.snapshot())
      case 'faults':
        return faults.list()
      case 'calm':
        this.#calmed = lab.attacked
        lab.attacked?.stop()
        return undefined
      case 'stop':
        clearInterval(this.#timer)
        this.#lab = undefined
        return lab.stop()
    }
  }

  async #open(scenario: Lab['scenario']): Promise<{ own: PeerName }> {
    const lab = new Lab({
      scenario,
      clock: this.#clock,
      publicKeyOf,
      ledger: this.#ledger,
    })
    this.#lab = lab
    this.#timer = setInterval(() => {
      this.#flush()
    }, FRAME_MS)
    const running = lab.run()
    // What fails later than this answer is the worker's death, and told as that.
    running.catch((error: unknown) => {
      setTimeout(() => {
        throw error
      })
    })
    // The second one: the first is everybody's bootstrap.
    while (lab.peers.length < 2) await Promise.race([running, this.#nextFrame()])
    const own = lab.peers[1]
    if (own === undefined) throw new LabClosedError()
    this.#own = own.peerId
    return { own: own.peerId }
  }

  #nextFrame(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 1))
  }

  /** Sends the next batch when the page has taken the last one. */
  #flush(): void {
    const lab = this.#lab
    if (lab === undefined || !this.#taken) return
    this.#ledger.handOn()
    const envelopes = this.#outbox.take()
    const now = performance.now()
    if (envelopes.length === 0 && now - this.#sentAt < IDLE_MS) return
    this.#taken = false
    this.#sentAt = now
    this.#post({ type: 'batch', envelopes, status: this.#status(lab), own: this.#snapshot(lab) })
  }

  #status(lab: Lab): LabStatus {
    const counts = lab.counts()
    const now = this.#clock.now()
    if (counts.peers > 1 && counts.ready >= counts.peers) this.#readyAt ??= now
    const { rate } = this.#clock
    const { bootstrap } = lab.population
    const attack = lab.attacked === this.#calmed ? undefined : underWay(lab)
    return {
      counts,
      now,
      rate,
      readyAt: this.#readyAt,
      bootstrap,
      attack,
    }
  }

  #snapshot(lab: Lab): PeerSnapshot | undefined {
    return this.#own === undefined ? undefined : lab.population.peer(this.#own)?.snapshot()
  }
}

/** What the page is told of the attack on a Lab: all but how it is stopped. */
function underWay({ attacked, keys: put }: Lab): AttackUnderWay | undefined {
  if (attacked === undefined) return undefined
  const { type, attackers, accomplices, keys, since } = attacked
  // Silent holders are there before any record is.
  return { type, attackers, accomplices, keys: type === 'silence' ? put : keys, since }
}

/** Calls a method by its name, with arguments that came over. */
function askPeer<Method extends string>(
  of: Readonly<Record<Method, (...args: never[]) => unknown>>,
  method: Method,
  args: readonly unknown[],
): unknown {
  return of[method](...(args as never[]))
}
