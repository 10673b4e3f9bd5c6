// What all experiments have in common: a Lab for each point, its joining step by step, and an end at any time.

import { delay, type Clock } from '../base/clock.ts'
import { Lab } from './lab.ts'
import type { Envelope } from '../event/envelope.ts'
import type { Scenario } from './scenario.ts'
import type { PublicKeyOf } from './seeded-key.ts'

/** What an experiment needs of its surroundings. */
export interface ExperimentInit {
  readonly clock: Clock
  /** Ends it: the generator throws the signal's reason, and its Labs stop. @default never */
  readonly signal?: AbortSignal
  /** Reckons the public keys of the peers. @default by script */
  readonly publicKeyOf?: PublicKeyOf
}

/** How far it has come: of `total` peers, attempts or whatever the stage counts, `done`. */
export interface Count {
  readonly done: number
  readonly total: number
}

/** How often a Lab that forms is looked at, in milliseconds. */
const LOOK_MS = 100

/** Runs `body` on a Lab of its own, which stops afterwards whatever happens. */
export async function* withLab<Step>(
  scenario: Scenario,
  init: ExperimentInit & { readonly onEnvelope?: (envelope: Envelope) => void },
  body: (lab: Lab) => AsyncGenerator<Step>,
): AsyncGenerator<Step> {
  init.signal?.throwIfAborted()
  const lab = new Lab({ ...init, scenario })
  try {
    yield* body(lab)
  } finally {
    await lab.stop()
  }
}

/** Opens a Lab; tells how many of its peers have joined until all have. */
export async function* untilJoined(
  lab: Lab,
  { clock, signal }: ExperimentInit,
): AsyncGenerator<Count> {
  const total = lab.scenario.peers
  // What fails is thrown below, when it is awaited.
  const opening = lab.open()
  opening.catch(() => undefined)
  for (let done = 0; done < total;) {
    yield { done, total }
    await delay(clock, LOOK_MS, signal)
    done = lab.counts().ready
  }
  await opening
  yield { done: total, total }
}

/** Does `task` so many times, some at once; tells how many are done. */
export async function* times(
  total: number,
  atOnce: number,
  signal: AbortSignal | undefined,
  task: (index: number) => Promise<void>,
): AsyncGenerator<Count> {
  for (let done = 0; done < total; done += atOnce) {
    signal?.throwIfAborted()
    yield { done, total }
    const count = Math.min(atOnce, total - done)
    await Promise.all(Array.from({ length: count }, (_, index) => task(done + index)))
  }
  yield { done: total, total }
}
