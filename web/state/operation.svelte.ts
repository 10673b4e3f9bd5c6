// One thing that the viewer asked the own peer to do: under way, done, or failed with a sentence.

import { describeError } from '../../src/base/errors.ts'

/** How an operation stands. */
export type OperationState<Result> =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly since: number }
  | { readonly state: 'done'; readonly result: Result }
  | { readonly state: 'failed'; readonly name: string; readonly message: string }

/** Runs one operation at a time; a new one takes the place of the one before. */
export class Operation<Result> {
  #now = $state.raw<OperationState<Result>>({ state: 'idle' })
  #runs = 0

  /** How it stands. */
  get now(): OperationState<Result> {
    return this.#now
  }

  /** Starts it; never rejects. */
  async run(work: () => Promise<Result>): Promise<void> {
    this.#runs += 1
    const run = this.#runs
    this.#now = { state: 'running', since: Date.now() }
    const next = await outcomeOf(work)
    if (run === this.#runs) this.#now = next
  }

  /** Says that it cannot be started, and why. */
  refuse(name: string, message: string): void {
    this.#runs += 1
    this.#now = { state: 'failed', name, message }
  }

  /** Forgets how the last one ended. */
  reset(): void {
    this.#runs += 1
    this.#now = { state: 'idle' }
  }
}

async function outcomeOf<Result>(work: () => Promise<Result>): Promise<OperationState<Result>> {
  try {
    return { state: 'done', result: await work() }
  } catch (thrown) {
    return { state: 'failed', ...describeError(thrown) }
  }
}
