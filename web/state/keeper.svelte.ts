// Keeps a session: starts it, says what stands in the way, and tries again by itself.

import type { Cancel, Clock } from '../../src/base/clock.ts'
import { realClock } from '../../src/base/clock.ts'
import { describeError, KadscopeError } from '../../src/base/errors.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import type { Notice, OpenSession, Session } from './session.ts'

/** Waits between attempts, in milliseconds; the last one goes on. */
const RETRY_MS = [1000, 2000, 4000, 8000, 15_000] as const

/** What a keeper works with. */
export interface KeeperInit {
  readonly open: OpenSession
  /** Called when a session runs, before its first batch. */
  readonly began: (session: Session) => void
  /** Gets every batch. */
  readonly hear: (batch: readonly Envelope[]) => void
  /** @default the machine's own */
  readonly clock?: Clock
}

/** Holds the running session, or the reason why there is none yet. */
export class Keeper {
  #session = $state.raw<Session | undefined>()
  #notice = $state.raw<Notice | undefined>()
  #attempts = 0
  #retry: Cancel = () => undefined
  #unhear: () => void = () => undefined
  readonly #open: OpenSession
  readonly #began: (session: Session) => void
  readonly #hear: (batch: readonly Envelope[]) => void
  readonly #clock: Clock
  #aborted = new AbortController()

  constructor(init: KeeperInit) {
    this.#open = init.open
    this.#began = init.began
    this.#hear = init.hear
    this.#clock = init.clock ?? realClock
  }

  /** The session, once it runs. */
  get session(): Session | undefined {
    return this.#session
  }

  /** What stands in the way. */
  get notice(): Notice | undefined {
    return this.#notice
  }

  /** Tries to start the session; after a failure again later. Never rejects. */
  async start(): Promise<void> {
    this.#retry()
    const { signal } = this.#aborted
    try {
      const session = await this.#open(signal, (notice) => {
        if (!signal.aborted) this.#notice = notice
      })
      if (signal.aborted) {
        await session.stop()
        return
      }
      this.#session = session
      this.#notice = undefined
      this.#began(session)
      this.#unhear = session.onEnvelopes(this.#hear)
    } catch (thrown) {
      if (signal.aborted) return
      const { message: text } = describeError(thrown)
      if (thrown instanceof KadscopeError && thrown.final) {
        this.#notice = { text, retryAt: undefined }
        return
      }
      const wait = RETRY_MS[Math.min(this.#attempts, RETRY_MS.length - 1)] ?? 0
      this.#attempts += 1
      this.#notice = { text, retryAt: this.#clock.now() + wait }
      this.#retry = this.#clock.after(wait, () => void this.start())
    }
  }

  /** Ends the session that is there, or the attempts, and starts anew: `open` may open another. */
  async restart(): Promise<void> {
    const ended = this.stop()
    this.#aborted = new AbortController()
    this.#session = undefined
    this.#notice = undefined
    this.#attempts = 0
    await ended
    await this.start()
  }

  /** Ends the session and all attempts. */
  async stop(): Promise<void> {
    this.#aborted.abort()
    this.#retry()
    this.#unhear()
    await this.#session?.stop()
  }
}
