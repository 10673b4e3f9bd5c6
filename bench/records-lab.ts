// What records cost in a Lab: put and get one after the other, then a few intervals of keeping them alive.

import { delay } from '../src/base/clock.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { Lab } from '../src/lab/lab.ts'
import { ScaledClock } from '../src/lab/scaled-clock.ts'
import { parseScenario } from '../src/lab/scenario.ts'
import { quantile } from './statistics.ts'

/** What is measured. */
export interface RecordBench {
  readonly peers: number
  readonly records: number
  readonly k: number
  readonly republishMs: number
  /** For so many republish intervals. */
  readonly intervals: number
}

/** What came out. Latencies are milliseconds. */
export interface RecordFigures extends RecordBench {
  readonly putP50: number
  readonly putP99: number
  readonly getP50: number
  readonly getP99: number
  /** Copies of a record right after its put, and at the end, on average. */
  readonly copiesPut: number
  readonly copiesKept: number
  /** Requests and answers a record and hour that keeping it alive took. */
  readonly messagesPerHour: number
  /** Their bytes, without those of the wires below. */
  readonly bytesPerHour: number
}

/** How fast time goes while records are kept alive: an interval should take about this long. */
const INTERVAL_TAKES_MS = 3_000

/** The fastest that time goes: timeouts of a second must not become shorter than a turn. */
const MOST_RATE = 60

/** Measures one Lab; its peers tell of every message, and those are counted. */
export async function measureRecords(bench: RecordBench): Promise<RecordFigures> {
  const { peers, records, k, republishMs, intervals } = bench
  const clock = new ScaledClock()
  const upkeep = new UpkeepCount()
  const expireMs = republishMs * 100
  const lab = new Lab({
    scenario: parseScenario({ peers, k, republishMs, expireMs, seed: 'bench-records' }),
    clock,
    onEnvelope: (envelope) => upkeep.hear(envelope),
  })
  try {
    await lab.open()
    await lab.untilReady()
    const keys: string[] = []
    const putMs: number[] = []
    const getMs: number[] = []
    for (let index = 0; index < records; index += 1) {
      const by = lab.peers[index % peers]
      if (by === undefined) break
      const { key, ms } = await by.put({ record: index, text: 'x'.repeat(300) })
      keys.push(key)
      putMs.push(ms)
    }
    const copiesPut = copiesOf(lab, keys)
    for (const [index, key] of keys.entries()) {
      const by = lab.peers[(index + peers / 2) % peers]
      if (by !== undefined) getMs.push((await by.get(key)).ms)
    }
    clock.rate = Math.min(MOST_RATE, Math.max(1, republishMs / INTERVAL_TAKES_MS))
    // The first interval is not like the others: all records were put at nearly the same time.
    await delay(clock, republishMs)
    upkeep.reset()
    await delay(clock, republishMs * intervals)
    const recordHours = (records * republishMs * intervals) / 3_600_000
    return {
      ...bench,
      putP50: quantile(putMs, 0.5),
      putP99: quantile(putMs, 0.99),
      getP50: quantile(getMs, 0.5),
      getP99: quantile(getMs, 0.99),
      copiesPut,
      copiesKept: copiesOf(lab, keys),
      messagesPerHour: upkeep.messages / recordHours,
      bytesPerHour: upkeep.bytes / recordHours,
    }
  } finally {
    await lab.stop()
    clock.stop()
  }
}

/** Copies of a record that its peers really hold, on average. */
function copiesOf({ peers }: Lab, keys: readonly string[]): number {
  const wanted = new Set(keys)
  const held = peers.flatMap((peer) => peer.snapshot().records.filter(({ key }) => wanted.has(key)))
  return held.length / keys.length
}

/** Counts the messages of lookups that republish, and the copies that are sent outside of any. */
class UpkeepCount {
  messages = 0
  bytes = 0
  readonly #lookups = new Set<string>()
  readonly #requests = new Set<string>()

  reset(): void {
    this.messages = 0
    this.bytes = 0
  }

  hear({ event }: Envelope): void {
    if (event.kind === 'lookup.started' && event.operation === 'republish') {
      this.#lookups.add(event.lookup)
    }
    if (event.kind === 'rpc.sent' && this.#isUpkeep(event.lookup, event.key !== undefined)) {
      this.#requests.add(event.rpc)
      this.#count(event.bytes)
    }
    if (event.kind === 'rpc.answered' && this.#requests.delete(event.rpc)) this.#count(event.bytes)
  }

  #isUpkeep(lookup: string | undefined, isRecord: boolean): boolean {
    return lookup === undefined ? isRecord : this.#lookups.has(lookup)
  }

  #count(bytes: number): void {
    this.messages += 1
    this.bytes += bytes
  }
}
