// The lanes under the timeline: when lookups ran and faults were in force, in all of the recording.

import type { Envelope } from '../../src/event/envelope.ts'
import type { FaultType } from '../../src/event/schema.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Timeline } from '../../src/world/timeline.ts'
import type { Span } from './strip-span.ts'

/** Something that lasted: a lookup or a fault. Times are the source's milliseconds. */
export interface LaneBar {
  readonly id: string
  readonly from: number
  /** Undefined while it goes on. */
  readonly to: number | undefined
}

/** A lookup on its lane. */
export interface LookupBar extends LaneBar {
  readonly by: PeerName
  readonly background: boolean
  /** The index at which it has just begun. */
  readonly index: number
}

/** A fault on its lane. */
export interface FaultBar extends LaneBar {
  readonly type: FaultType
}

/** So many of each are remembered; the oldest go first. */
const KEPT = 5000

/** Follows a recording that grows. */
export class Lanes {
  readonly #timeline: Pick<Timeline, 'first' | 'length' | 'envelopeAt'>
  readonly #lookups = new Map<string, LookupBar>()
  readonly #faults = new Map<string, FaultBar>()
  #seen: number

  constructor(timeline: Pick<Timeline, 'first' | 'length' | 'envelopeAt'>) {
    this.#timeline = timeline
    this.#seen = timeline.first
  }

  /** What lies in a stretch, the oldest first. */
  within(span: Span): { readonly lookups: LookupBar[]; readonly faults: FaultBar[] } {
    for (; this.#seen < this.#timeline.length; this.#seen += 1) {
      const envelope = this.#timeline.envelopeAt(this.#seen)
      if (envelope !== undefined) this.#note(envelope, this.#seen + 1)
    }
    const seen = (bar: LaneBar): boolean => bar.from <= span.to && (bar.to ?? Infinity) >= span.from
    return {
      lookups: [...this.#lookups.values()].filter(seen),
      faults: [...this.#faults.values()].filter(seen),
    }
  }

  #note({ event, at, peer }: Envelope, index: number): void {
    switch (event.kind) {
      case 'lookup.started': {
        const { lookup: id, background } = event
        keep(this.#lookups, { id, from: at, to: undefined, by: peer, background, index })
        return
      }
      case 'lookup.finished':
        end(this.#lookups, event.lookup, at)
        return
      case 'fault.set':
        keep(this.#faults, { id: event.fault, from: at, to: undefined, type: event.type })
        return
      case 'fault.cleared':
        end(this.#faults, event.fault, at)
        return
      default:
    }
  }
}

function keep<Bar extends LaneBar>(bars: Map<string, Bar>, bar: Bar): void {
  bars.set(bar.id, bar)
  if (bars.size <= KEPT) return
  const [oldest] = bars.keys()
  if (oldest !== undefined) bars.delete(oldest)
}

function end<Bar extends LaneBar>(bars: Map<string, Bar>, id: string, to: number): void {
  const bar = bars.get(id)
  if (bar !== undefined) bars.set(id, { ...bar, to })
}

/** Where a bar lies on a stretch, as shares of its length. */
export function placeOf(
  bar: LaneBar,
  span: Span,
): { readonly left: number; readonly width: number } {
  const share = (time: number): number =>
    Math.max(0, Math.min(1, (time - span.from) / Math.max(1e-9, span.to - span.from)))
  const left = share(bar.from)
  return { left, width: share(bar.to ?? Infinity) - left }
}

/** Bars that are too many to be told apart, as one path in `columns` by 1 units. */
export function crowdPath(bars: readonly LaneBar[], span: Span, columns: number): string {
  const on = new Set<number>()
  for (const bar of bars) {
    const { left, width } = placeOf(bar, span)
    const last = Math.min(columns - 1, Math.floor((left + width) * columns))
    for (let column = Math.floor(left * columns); column <= last; column += 1) on.add(column)
  }
  return [...on].map((column) => `M${column.toString()} 0h1v1h-1z`).join('')
}
