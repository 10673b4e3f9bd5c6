// What plays slowly: the lookups that the viewer started, and those that somebody asked to watch.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Span } from './stretch.ts'

/** So many of the viewer's own lookups play slowly when the page goes back to them. */
const SPANS_KEPT = 200

/** The spans of a recording, oldest first. */
export class Spans {
  #all: readonly Span[] = []

  /** Every span that is kept. */
  get all(): readonly Span[] {
    return this.#all
  }

  /**
   * Takes note of a lookup's beginning or end.
   *
   * @param own whose lookups count; in a recording nobody is the viewer, and what anybody
   *   started is worth watching
   * @returns the span that begins with this envelope
   */
  note({ peer, event, at }: Envelope, own: PeerName | undefined): Span | undefined {
    if (own !== undefined && peer !== own) return undefined
    if (event.kind === 'lookup.started' && !event.background) {
      const span = { id: event.lookup, from: at, to: undefined }
      this.#all = [...this.#all.slice(1 - SPANS_KEPT), span]
      return span
    }
    if (event.kind === 'lookup.finished') {
      this.#all = this.#all.map((span) => (span.id === event.lookup ? { ...span, to: at } : span))
    }
    return undefined
  }

  /** Adds one by hand, in place of what was known of it. */
  add(span: Span): void {
    this.#all = [...this.#all.filter(({ id }) => id !== span.id), span]
  }
}
