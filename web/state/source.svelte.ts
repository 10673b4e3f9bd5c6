// What the page shows: what its address asks for, a recording that was opened by hand, or the start.

import type { Trace } from '../../src/event/trace.ts'
import { asksForLab } from '../lab/start-lab-worker.ts'
import { openSession } from './open-session.ts'
import type { Notice, OpenSession } from './session.ts'

/** What in an address asks for something else than a room. */
const NO_ROOM = ['trace', 'lab', 'scenario', 'fixture']

/** What in an address asks for something of its own; without any of these it is the room. */
const ASKS = ['room', 'bootstrap', 'via', ...NO_ROOM]

/** Where the envelopes come from. */
export class Source {
  #trace: Trace | undefined
  #start = $state(false)
  #noRelay = $state(false)
  /** Whether the address only says where the page is, and nothing of what it should show. */
  readonly #bare: boolean
  readonly #asksRoom: boolean
  readonly #asksLab: boolean

  /** @param query the page's address */
  constructor(query: URLSearchParams) {
    this.#start = query.has('start')
    this.#asksRoom = !NO_ROOM.some((name) => query.has(name))
    this.#asksLab = asksForLab(query)
    this.#bare = !ASKS.some((name) => query.has(name))
  }

  /** Whether the start page is on: asked for, or there is nothing else to show. */
  get start(): boolean {
    return this.#start
  }

  /** Whether a room is to be shown. */
  get isRoom(): boolean {
    return this.#asksRoom && this.#trace === undefined
  }

  /** Whether a Lab is to be shown. */
  get isLab(): boolean {
    return this.#asksLab && this.#trace === undefined
  }

  /** Whether the page came from a plain file host, where no relay is. */
  get noRelay(): boolean {
    return this.#noRelay
  }

  /** Opens what is to be shown. */
  readonly open: OpenSession = async (signal, onWaiting) => {
    if (this.#trace !== undefined) {
      const { replaySession } = await import('./replay-session.ts')
      return replaySession(this.#trace)
    }
    return openSession(signal, (notice) => {
      this.#note(notice)
      onWaiting(notice)
    })
  }

  /** Shows a recording from now on. */
  show(trace: Trace): void {
    this.#trace = trace
    this.#start = false
  }

  #note({ noRelay = false }: Notice): void {
    if (!noRelay || !this.#bare) return
    this.#noRelay = true
    this.#start = true
  }
}
