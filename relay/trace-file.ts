// A trace that is written to a file as it happens.

import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Envelope } from '../src/event/envelope.ts'
import {
  encodeHeader,
  encodeLine,
  MAX_TRACE_ENVELOPES,
  traceHeader,
  type TraceHeader,
} from '../src/event/trace.ts'
import { FileError } from './cli/input.ts'

/** A trace that is being written. */
export interface TraceFile {
  /** Adds an envelope, while there is room. */
  write(envelope: Envelope): void
  /** Envelopes in the file so far. */
  written(): number
  /** Aborts when no more can be written: the trace is full, or the disk is. */
  readonly full: AbortSignal
  /** Resolves when all is on the disk. @throws FileError when it is not */
  close(): Promise<void>
}

/**
 * Begins a trace; what was in the file is gone.
 *
 * @throws FileError when it cannot be written
 */
export async function openTraceFile(
  file: string,
  header: Omit<TraceHeader, 'format' | 'version'>,
): Promise<TraceFile> {
  const stream = createWriteStream(file)
  await once(stream, 'open').catch((thrown: unknown) => {
    throw new FileError(file, thrown)
  })
  const full = new AbortController()
  stream.on('error', () => full.abort())
  stream.write(`${encodeHeader(traceHeader(header))}\n`)
  let written = 0
  return {
    full: full.signal,
    written: () => written,
    write(envelope) {
      if (full.signal.aborted) return
      stream.write(`${encodeLine(envelope)}\n`)
      written += 1
      if (written === MAX_TRACE_ENVELOPES) full.abort()
    },
    async close() {
      if (stream.errored === null) {
        stream.end()
        await once(stream, 'close').catch(() => undefined)
      }
      if (stream.errored !== null) throw new FileError(file, stream.errored)
    },
  }
}
