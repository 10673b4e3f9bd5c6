// The page's side of the Lab's worker: commands as promises, batches as they come.

import { realClock } from '../../src/base/clock.ts'
import { KadscopeError } from '../../src/base/errors.ts'
import { Heartbeat, SILENT_LOOKS } from './heartbeat.ts'
import type { FromLab, LabCall, LabCommand, LabCommands, ToLab } from './lab-protocol.ts'

/** The Lab's worker has died, or could not be started. */
export class LabDiedError extends KadscopeError {
  override name = 'LabDiedError'
  constructor(reason: string) {
    super(
      `The Lab has stopped working (${reason}). Start it again, with fewer peers if it was full.`,
    )
  }
}

/** An error that a Lab answered with, under its own name. */
export class LabRefusal extends KadscopeError {
  constructor(error: { name: string; message: string }) {
    super(error.message)
    this.name = error.name
  }
}

type Batch = Extract<FromLab, { type: 'batch' }>

export interface LabLinkInit {
  readonly worker: Worker
  /** Resolves when the batch has been taken, and the page is ready for the next one. */
  readonly onBatch: (batch: Batch) => Promise<void>
  /** Called once, when the worker has died by itself. */
  readonly onDied: (error: LabDiedError) => void
}

/** A connection to one worker. */
export class LabLink {
  readonly #worker: Worker
  readonly #heart: Heartbeat
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>()
  #count = 0
  #dead: LabDiedError | undefined

  constructor(init: LabLinkInit) {
    this.#worker = init.worker
    this.#worker.onmessage = ({ data }: MessageEvent<FromLab>) => {
      this.#heart.beat()
      if (data.type === 'batch') {
        // The next one when this is on the screen, so that the page is never behind by more.
        void init.onBatch(data).finally(() => {
          nextFrame(() => {
            this.#send({ type: 'taken' })
          })
        })
        return
      }
      const call = this.#calls.get(data.id)
      this.#calls.delete(data.id)
      if (data.type === 'answer') call?.resolve(data.result)
      else call?.reject(new LabRefusal(data.error))
    }
    const die = (reason: string): void => {
      if (this.#dead !== undefined) return
      const error = new LabDiedError(reason)
      this.#end(error)
      init.onDied(error)
    }
    this.#heart = new Heartbeat(realClock, () => {
      die(`its worker has said nothing for ${SILENT_LOOKS} s`)
    })
    this.#worker.onerror = (event) => {
      die(event.message === '' ? 'its worker failed' : event.message)
    }
    this.#worker.onmessageerror = () => {
      die('it said something unreadable')
    }
  }

  /** Asks the Lab for something. Rejects with the Lab's error, or a LabDiedError. */
  call<Command extends LabCommand>(
    command: Command,
    args: LabCommands[Command]['args'],
  ): Promise<LabCommands[Command]['result']> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead)
    const id = this.#count++
    const answer = Promise.withResolvers<unknown>()
    this.#calls.set(id, answer)
    this.#send({ type: 'command', id, call: { command, ...args } as LabCall })
    return answer.promise
  }

  /** Ends the worker at once. */
  close(): void {
    this.#end(new LabDiedError('it was closed'))
  }

  #end(error: LabDiedError): void {
    this.#dead ??= error
    this.#heart.stop()
    this.#worker.terminate()
    for (const call of this.#calls.values()) call.reject(error)
    this.#calls.clear()
  }

  #send(message: ToLab): void {
    this.#worker.postMessage(message)
  }
}

/** Runs in the next frame, or soon when the page is hidden and has none. */
function nextFrame(run: () => void): void {
  if (document.visibilityState === 'visible') requestAnimationFrame(run)
  else setTimeout(run, 100)
}
