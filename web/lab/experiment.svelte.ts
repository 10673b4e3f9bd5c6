// An experiment that the viewer starts: it runs in a worker of its own, and its results come one by one.

import type {
  ExperimentKind,
  FindingOf,
  FromExperiment,
  ProgressOf,
  ToExperiment,
} from './experiment-protocol.ts'

/** How it stands. */
export type ExperimentState =
  | { readonly state: 'idle' | 'running' | 'done' | 'cancelled' }
  | { readonly state: 'failed'; readonly name: string; readonly message: string }

/** Runs experiments of one kind, one at a time. */
export class Experiment<Kind extends ExperimentKind> {
  readonly #kind: Kind
  #now = $state.raw<ExperimentState>({ state: 'idle' })
  #progress = $state.raw<ProgressOf<Kind> | undefined>()
  #findings = $state.raw<readonly FindingOf<Kind>[]>([])
  #worker: Worker | undefined

  constructor(kind: Kind) {
    this.#kind = kind
  }

  get now(): ExperimentState {
    return this.#now
  }

  /** How far it has come; undefined before the first step and when it does not run. */
  get progress(): ProgressOf<Kind> | undefined {
    return this.#now.state === 'running' ? this.#progress : undefined
  }

  /** What it has found so far. */
  get findings(): readonly FindingOf<Kind>[] {
    return this.#findings
  }

  /** Starts anew, in place of what runs. */
  start(plan: unknown): void {
    this.#worker?.terminate()
    this.#findings = []
    this.#progress = undefined
    this.#now = { state: 'running' }
    const worker = new Worker(new URL('./experiment-worker.ts', import.meta.url), {
      type: 'module',
    })
    worker.onmessage = ({ data }: MessageEvent<FromExperiment>) => {
      this.#hear(data)
    }
    worker.onerror = ({ message }) => {
      const reason =
        message === '' ? 'its worker could not be started, or ran out of memory' : message
      this.#end({
        state: 'failed',
        name: 'LabDiedError',
        message: `The experiment has stopped working (${reason}). Start it again, with fewer peers if there were many.`,
      })
    }
    this.#worker = worker
    worker.postMessage({ kind: this.#kind, plan } satisfies ToExperiment)
  }

  /** Ends it; what was found stays. */
  cancel(): void {
    if (this.#now.state === 'running') this.#end({ state: 'cancelled' })
  }

  #hear(message: FromExperiment): void {
    if (message.type === 'done') this.#end({ state: 'done' })
    else if (message.type === 'failed') this.#end({ state: 'failed', ...message.error })
    else if (message.step.type === 'progress') this.#progress = message.step as ProgressOf<Kind>
    else this.#findings = [...this.#findings, message.step as FindingOf<Kind>]
  }

  #end(state: ExperimentState): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#now = state
  }
}
