// Opening a recording by hand: from a file that was chosen or dropped on the page.

import type { Trace } from '../../src/event/trace.ts'
import { KadscopeError } from '../../src/base/errors.ts'
import { Operation } from './operation.svelte.ts'

/** The largest file that is read, in bytes: half a million events fit. */
const MOST_BYTES = 256 * 1024 * 1024

/** A file is too large to be a recording of this page. */
export class TraceTooLargeError extends KadscopeError {
  override name = 'TraceTooLargeError'
  constructor() {
    super('This file is larger than 256 MiB, and no recording of Kadscope is: choose another one.')
  }
}

/** Reads recordings and hands the good ones on; says what is wrong with a bad one. */
export class RecordingFile {
  readonly #reading = new Operation<string>()
  readonly #show: (trace: Trace) => void

  /** @param show gets each recording that could be read */
  constructor(show: (trace: Trace) => void) {
    this.#show = show
  }

  /** How the latest file is doing: its name when it is shown, or what is wrong with it. */
  get now(): Operation<string>['now'] {
    return this.#reading.now
  }

  /** Reads a file and shows it; never rejects. */
  async read(file: File): Promise<void> {
    await this.#reading.run(async () => {
      if (file.size > MOST_BYTES) throw new TraceTooLargeError()
      const { readTrace } = await import('./read-trace.ts')
      const trace = await readTrace(await file.text())
      this.#show(trace)
      return file.name
    })
  }

  /** Forgets what was wrong. */
  dismiss(): void {
    this.#reading.reset()
  }
}
