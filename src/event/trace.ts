// The trace codec: envelopes as versioned JSON Lines, a header line first.

import * as v from 'valibot'
import { KadscopeError } from '../base/errors.ts'
import { envelopeSchema, type Envelope } from './envelope.ts'
import { count, instant, word } from './schema.ts'

/** What the header line says a file is. */
export const TRACE_FORMAT = 'kadscope-trace'

/** The version that is written, and the only one that is read. */
export const TRACE_VERSION = 1

/** The longest line that is taken, in characters: the largest event fits. */
export const MAX_LINE_LENGTH = 2_000_000

/** The most envelopes that are taken from one trace. */
export const MAX_TRACE_ENVELOPES = 500_000

const headerSchema = v.object({
  format: v.literal(TRACE_FORMAT),
  version: v.literal(TRACE_VERSION),
  /** When the recording began, in milliseconds on the source's clock. */
  startedAt: instant,
  /** What the recording shows, for people. */
  title: v.optional(word),
  /** What was chosen from a longer recording, where this is only part of one. */
  excerpt: v.optional(word),
  /** The rules of the room or the Lab, where they are known. */
  room: v.optional(
    v.object({
      room: word,
      protocol: v.optional(word),
      k: count,
      alpha: v.optional(count),
      disjointPaths: v.optional(count),
      republishMs: v.optional(count),
      expireMs: v.optional(count),
      maxValueBytes: v.optional(count),
    }),
  ),
})

/** The first line of a trace. */
export type TraceHeader = v.InferOutput<typeof headerSchema>

/** A trace as a whole. */
export interface Trace {
  readonly header: TraceHeader
  readonly envelopes: readonly Envelope[]
}

/** A line of a trace cannot be read: damaged, too long or of something else. */
export class TraceLineError extends KadscopeError {
  override name = 'TraceLineError'
  /** The line, counted from 1. */
  readonly line: number
  readonly reason: string
  constructor(line: number, reason: string) {
    super(`Line ${line} of the trace cannot be read: ${reason}. Record or download it again.`)
    this.line = line
    this.reason = reason
  }
}

/** A trace was written by another version of Kadscope. */
export class TraceVersionError extends KadscopeError {
  override name = 'TraceVersionError'
  constructor(version: unknown) {
    super(
      `The trace has version ${JSON.stringify(version)} and this page reads version ` +
        `${TRACE_VERSION}: open it with a Kadscope of the time when it was recorded.`,
    )
  }
}

/** Makes a header of this version; of the room's settings its rules, not its addresses. */
export function traceHeader(fields: Omit<TraceHeader, 'format' | 'version'>): TraceHeader {
  return v.parse(headerSchema, { format: TRACE_FORMAT, version: TRACE_VERSION, ...fields })
}

/** The first line of a trace, without its line end. */
export function encodeHeader(header: TraceHeader): string {
  return JSON.stringify(header)
}

/** One envelope as a line of a trace, without its line end. */
export function encodeLine(envelope: Envelope): string {
  return JSON.stringify(envelope)
}

/** A whole trace as text; every line ends with a line feed. */
export function encodeTrace(header: TraceHeader, envelopes: Iterable<Envelope>): string {
  const lines = [encodeHeader(header)]
  for (const envelope of envelopes) lines.push(encodeLine(envelope))
  return `${lines.join('\n')}\n`
}

/**
 * Reads the header line.
 *
 * @throws TraceLineError, TraceVersionError
 */
export function decodeHeader(line: string): TraceHeader {
  const json = parseLine(line, 1)
  if (!isObject(json) || json['format'] !== TRACE_FORMAT) {
    throw new TraceLineError(1, 'this is not a Kadscope trace')
  }
  if (json['version'] !== TRACE_VERSION) throw new TraceVersionError(json['version'])
  return check(headerSchema, json, 1)
}

/**
 * Reads one envelope.
 *
 * @param line its text, with or without its line end
 * @param number which line it is, counted from 1
 * @throws TraceLineError
 */
export function decodeLine(line: string, number: number): Envelope {
  return check(envelopeSchema, parseLine(line, number), number)
}

/**
 * Reads a trace bit by bit: its header at once, each envelope when it is asked for. Empty lines are
 * skipped.
 *
 * @throws TraceLineError, TraceVersionError
 */
export function openTrace(text: string): { header: TraceHeader; envelopes: Iterable<Envelope> } {
  const [first = '', ...lines] = text.replace(/^\uFEFF/, '').split('\n')
  return { header: decodeHeader(first), envelopes: decodeLines(lines) }
}

/**
 * Reads a whole trace.
 *
 * @throws TraceLineError, TraceVersionError
 */
export function decodeTrace(text: string): Trace {
  const { header, envelopes } = openTrace(text)
  return { header, envelopes: [...envelopes] }
}

function* decodeLines(lines: readonly string[]): Generator<Envelope> {
  let count = 0
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    if (count === MAX_TRACE_ENVELOPES) {
      throw new TraceLineError(index + 2, `there are more than ${MAX_TRACE_ENVELOPES} events`)
    }
    count += 1
    yield decodeLine(line, index + 2)
  }
}

function parseLine(line: string, number: number): unknown {
  if (line.length > MAX_LINE_LENGTH) throw new TraceLineError(number, 'it is too long')
  try {
    return JSON.parse(line)
  } catch {
    throw new TraceLineError(number, 'it is not JSON')
  }
}

function check<Schema extends v.GenericSchema>(
  schema: Schema,
  json: unknown,
  number: number,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, json, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const where = v.getDotPath(issue)
  throw new TraceLineError(number, where === null ? issue.message : `${where}: ${issue.message}`)
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
