// What was written under one key: each value once, who wrote it, and what became of it.

import type { Envelope } from '../../src/event/envelope.ts'
import type { EventOf } from '../../src/event/event.ts'
import type { PeerName, RecordKey } from '../../src/kad/kad-id.ts'
import type { Timeline } from '../../src/world/timeline.ts'

/** One value that was stored under a key. */
export interface Write {
  /** The first digits of its SHA-256. */
  readonly hash: string
  /** When its first copy was stored, in milliseconds on the source's clock. */
  readonly at: number
  /** Who sent that copy: its writer, unless it was written before the recording began. */
  readonly by: PeerName
  /** The value that took the place of its last copy; undefined while there is one. */
  readonly overwrittenBy: string | undefined
}

type Stored = EventOf<'record.stored'>

/** The values of one key, in the order in which they came; made once for a key. */
export class WriteIndex {
  readonly #timeline: Timeline
  readonly #key: RecordKey
  #told: { readonly index: number; readonly envelope: Envelope }[] = []
  #seen: number
  #count = 0
  #writes: readonly Write[] = []

  constructor(timeline: Timeline, key: RecordKey) {
    this.#timeline = timeline
    this.#key = key
    this.#seen = timeline.first
  }

  /** What had been written before `position` of the recording; the same list while it says the same. */
  upTo(position: number): readonly Write[] {
    for (; this.#seen < this.#timeline.length; this.#seen += 1) {
      const envelope = this.#timeline.envelopeAt(this.#seen)
      if (envelope !== undefined && this.#isOfKey(envelope)) {
        this.#told.push({ index: this.#seen, envelope })
      }
    }
    const past = this.#told.filter(({ index }) => index < position)
    if (past.length !== this.#count) {
      this.#count = past.length
      this.#writes = writesOf(past.map(({ envelope }) => envelope))
    }
    return this.#writes
  }

  #isOfKey({ event }: Envelope): boolean {
    switch (event.kind) {
      case 'record.stored':
      case 'record.expired':
      case 'record.deleted':
        return event.key === this.#key
      default:
        return false
    }
  }
}

/** What events of one key, in their order, say was written under it. */
export function writesOf(told: readonly Envelope[]): Write[] {
  const writes = new Map<string, Write>()
  /** Which value each peer holds. */
  const held = new Map<PeerName, string>()
  for (const { peer, at, event } of told) {
    const before = held.get(peer)
    held.delete(peer)
    if (event.kind === 'record.stored' && event.hash !== undefined) {
      held.set(peer, event.hash)
      writes.set(event.hash, writeOf(event, event.hash, at, writes))
    }
    const lost = before === undefined ? undefined : writes.get(before)
    const left = [...held.values()]
    // A copy also goes when those that should hold it have a later value; or its time is over.
    if (lost === undefined || left.includes(lost.hash) || event.kind === 'record.expired') continue
    const overwrittenBy = held.get(peer) ?? left.at(-1)
    writes.set(lost.hash, { ...lost, overwrittenBy })
  }
  return [...writes.values()]
}

/** A value that comes back, as an old copy may, is there once more. */
function writeOf(
  { storedBy }: Stored,
  hash: string,
  at: number,
  writes: ReadonlyMap<string, Write>,
): Write {
  const known = writes.get(hash) ?? { hash, at, by: storedBy }
  return { ...known, overwrittenBy: undefined }
}
