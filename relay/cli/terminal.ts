// The terminal of one command: results on standard output, remarks on standard error, and what ends it.

import { hasColour } from '../colour.ts'
import { harmless, onOneLine } from './harmless.ts'

/** How a command writes. */
export interface Style {
  /** Results as JSON, and no remarks. @default false */
  readonly json?: boolean
  /** No remarks. @default false */
  readonly quiet?: boolean
}

/** Where a command writes, and what ends it early. */
export interface Terminal {
  readonly json: boolean
  /** Whether standard output is a person's screen, not a pipe or a file. */
  readonly interactive: boolean
  /** Whether standard output shows colours. */
  readonly colour: boolean
  /** Whether standard error does. */
  readonly remarkColour: boolean
  /** Aborts on Ctrl-C, when the process is told to end, and when nobody reads the output any more. */
  readonly signal: AbortSignal
  /** Whether it was Ctrl-C or a signal that ended it. */
  interrupted(): boolean
  /** Writes a line of the result, without what a terminal would obey. */
  print(line: string): void
  /** Writes bytes of the result as they are. */
  write(bytes: Uint8Array): void
  /** Says something beside the result, unless it is to be quiet. */
  remark(line: string): void
  /** Says something beside the result that nobody may miss. */
  warn(line: string): void
  /** Shows one line that changes, on a screen only; without a line it goes away. */
  progress(line?: string): void
  /** Resolves when all is written. */
  flush(): Promise<void>
}

/** What of a stream is used. */
export interface OutputStream {
  readonly isTTY?: boolean
  /** Places in a line; 0 or nothing where it is not known. */
  readonly columns?: number
  write(text: string | Uint8Array, done?: () => void): unknown
  on(event: 'error', listener: () => void): unknown
}

/** What of the process a terminal uses; tests answer by hand. */
export interface Streams {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  exit(code: number): never
}

/** Erases the line that the cursor is in. */
const ERASE = '\r\u001B[2K'

/** The exit code of who asks twice, and cannot wait for a polite end. */
const IMPATIENT = 1

/** Opens the terminal of this process. */
export function openTerminal(streams: Streams, { json = false, quiet = false }: Style): Terminal {
  const { stdout, stderr, env } = streams
  const ending = new AbortController()
  let interrupted = false
  /** The line that is to be seen now. */
  let shown: string | undefined
  const silent = json || quiet

  const interrupt = (): void => {
    if (interrupted) streams.exit(IMPATIENT)
    interrupted = true
    ending.abort()
  }
  streams.on('SIGINT', interrupt)
  streams.on('SIGTERM', interrupt)
  // `kadscope watch | head`: who reads has seen enough, which is no failure.
  for (const stream of [stdout, stderr]) stream.on('error', () => ending.abort())

  const erase = (): void => {
    if (shown !== undefined) stderr.write(ERASE)
    shown = undefined
  }
  const warn = (line: string): void => {
    erase()
    stderr.write(`${harmless(line)}\n`)
  }
  return {
    json,
    interactive: stdout.isTTY === true,
    colour: hasColour(stdout, env),
    remarkColour: hasColour(stderr, env),
    signal: ending.signal,
    interrupted: () => interrupted,
    print(line) {
      erase()
      stdout.write(`${harmless(line)}\n`)
    },
    write(bytes) {
      erase()
      stdout.write(bytes)
    },
    warn,
    remark(line) {
      if (!silent) warn(line)
    },
    progress(line) {
      if (line !== undefined && line === shown) return
      erase()
      if (silent || line === undefined || stderr.isTTY !== true) return
      stderr.write(onOneLine(line).slice(0, widthOf(stderr) - 1))
      shown = line
    },
    async flush() {
      erase()
      await Promise.all(
        [stdout, stderr].map((stream) => new Promise<void>((resolve) => stream.write('', resolve))),
      )
    },
  }
}

function widthOf({ columns = 0 }: OutputStream): number {
  return columns > 0 ? columns : 80
}
