// The event language: everything that a peer can say about itself.

import * as v from 'valibot'
import { EVENT_SCHEMAS } from './event-families.ts'

const anyEvent = v.variant('kind', EVENT_SCHEMAS)

const byKind = new Map<unknown, (typeof EVENT_SCHEMAS)[number]>(
  EVENT_SCHEMAS.map((schema) => [schema.entries.kind.literal, schema]),
)

/**
 * Parses one event of any kind; unknown fields are dropped, unknown kinds refused. valibot's own
 * variant tries kind after kind, which is half of the time that reading a trace or a frame takes.
 */
export const eventSchema = v.lazy((input): typeof anyEvent => {
  const kind: unknown = typeof input === 'object' && input !== null && 'kind' in input && input.kind
  return (byKind.get(kind) ?? anyEvent) as typeof anyEvent
})

/** The names of all kinds of events, by family. */
export const EVENT_KINDS = EVENT_SCHEMAS.map(({ entries }) => entries.kind.literal)

/** Something that a peer did or saw: plain JSON, in the past tense. */
export type Event = v.InferOutput<typeof eventSchema>

/** The name of an event's kind, such as `contact.added`. */
export type EventKind = Event['kind']

/** The event of one kind. */
export type EventOf<Kind extends EventKind> = Extract<Event, { kind: Kind }>
