// A lookup as a waterfall: a row for each message, in the order sent, on one axis of time.

import { isLetGo } from './lookup-facts.ts'
import type { Lookup, Message } from '../../src/world/world.ts'

/** One message on the axis; places are shares of its length, 0..1. */
export interface WaterfallRow {
  readonly message: Message
  /** Where getting a stream begins; equal to `sent` when there was one already. */
  readonly dial: number
  readonly sent: number
  /** Where the answer or the failure is; the moment shown while neither is there. */
  readonly end: number
  readonly outcome: string
}

/** The waterfall of a lookup. */
export interface Waterfall {
  readonly rows: readonly WaterfallRow[]
  /** Length of the axis, in milliseconds. */
  readonly ms: number
  /** Round marks on the axis, in milliseconds. */
  readonly marks: readonly number[]
  /** The moment shown as a share of the axis; undefined when it lies outside. */
  readonly now: number | undefined
}

/**
 * Lays a lookup out as it stands at the moment `at`, in milliseconds on the source's clock, with
 * about so many marks on its axis.
 */
export function waterfallOf(lookup: Lookup, at: number, marks = 5): Waterfall {
  const from = lookup.startedAt
  const ends = lookup.messages.map((message) => message.endedAt ?? message.sentAt)
  const open = lookup.finishedAt === undefined
  const last = Math.max(from, lookup.finishedAt ?? at, ...ends)
  const ms = Math.max(1, last - from)
  const share = (time: number): number => Math.max(0, Math.min(1, (time - from) / ms))
  return {
    rows: lookup.messages.map((message) => ({
      message,
      dial: share(message.sentAt - message.dialMs),
      sent: share(message.sentAt),
      end: share(message.endedAt ?? (open ? at : last)),
      outcome: outcomeOf(message, lookup),
    })),
    ms,
    marks: marksOf(ms, marks),
    now: at >= from && at <= last ? share(at) : undefined,
  }
}

/** When the last of a lookup is told, in milliseconds on the source's clock; Infinity while it runs. */
export function endOf({ finishedAt = Infinity, messages }: Lookup): number {
  return Math.max(finishedAt, ...messages.map(({ endedAt, sentAt }) => endedAt ?? sentAt))
}

/** The rows of one of a lookup's paths, or of the copies that a put sends at its end. */
export interface WaterfallGroup {
  readonly title: string
  readonly rows: readonly WaterfallRow[]
}

/** The rows by their disjoint path, each in the order sent; copies come last. */
export function groupsOf(rows: readonly WaterfallRow[]): WaterfallGroup[] {
  const searching = rows.filter(({ message }) => message.type !== 'PUT_VALUE')
  const paths = [...new Set(searching.map(({ message }) => message.path ?? 0))].sort(
    (a, b) => a - b,
  )
  const groups = paths.map((path) => ({
    title: `Path ${(path + 1).toString()}`,
    rows: searching.filter(({ message }) => (message.path ?? 0) === path),
  }))
  const copies = rows.filter(({ message }) => message.type === 'PUT_VALUE')
  return copies.length === 0 ? groups : [...groups, { title: 'Copies', rows: copies }]
}

/** Round numbers from 0 up to a length, about so many and never more steps. */
export function marksOf(length: number, about = 5): number[] {
  const rough = length / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? power * 10
  const count = Math.floor(length / step + 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

function outcomeOf(message: Message, lookup: Lookup): string {
  if (message.state === 'sent') return 'asked'
  if (isLetGo(message, lookup)) return 'not needed'
  if (message.state === 'failed') return message.error ?? 'failed'
  if (message.type === 'PUT_VALUE') return 'took a copy'
  if (message.hasRecord) return 'has it'
  return message.closer.length === 0
    ? 'nobody closer'
    : `${message.closer.length.toString()} closer`
}
