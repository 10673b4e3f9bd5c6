// The recording that the page is measured with: a real Lab, retold at an even pace.

import '../src/base/polyfills.ts'
import { delay, realClock } from '../src/base/clock.ts'
import { seededRandom } from '../src/base/random.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { Lab } from '../src/lab/lab.ts'
import { parseScenario } from '../src/lab/scenario.ts'

/** What is recorded. */
export interface PageTraceInit {
  readonly peers: number
  readonly events: number
  /** Events a second in the recording. */
  readonly rate: number
}

/** So many lookups run at once while the Lab is recorded. */
const AT_ONCE = 8

/** One lookup of so many stores a record, so that there are records to draw. */
const PUT_EVERY = 40

/**
 * Records a Lab until so many events have been told. Their order and content are real; their times
 * are spread evenly, and lookups count as background, as those of other peers do for a viewer: the
 * page would play lookups by hand slowly, and never see so many events a second.
 */
export async function recordPageTrace({ peers, events, rate }: PageTraceInit): Promise<Envelope[]> {
  const told: Envelope[] = []
  const lab = new Lab({
    scenario: parseScenario({ peers, seed: 'page' }),
    clock: realClock,
    onEnvelope(envelope) {
      if (told.length < events) told.push(envelope)
    },
  })
  await lab.run()
  const random = seededRandom('page-lookups')
  const look = async (): Promise<void> => {
    while (told.length < events) {
      const key = `/u/bench-${random.int(2 ** 32)}`
      const by = random.pick(lab.peers)
      // A copy that is not taken is no fault of what is measured.
      if (random.int(PUT_EVERY) === 0) await by.put('measured', { key }).catch(() => undefined)
      else await by.closest(key)
      await delay(realClock, 0)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, look))
  await lab.stop()
  const startedAt = told[0]?.at ?? 0
  return told.map((envelope, index) => {
    const { event } = envelope
    return {
      ...envelope,
      at: startedAt + Math.round((index * 1000) / rate),
      event: event.kind === 'lookup.started' ? { ...event, background: true } : event,
    }
  })
}
