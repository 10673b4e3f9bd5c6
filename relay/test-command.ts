// The command line as processes of their own, for tests: built once, run with arguments and input.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

/** Within the project, so that its packages are found. */
const CACHE = resolve('node_modules/.cache')

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** A command that runs. */
export interface Running {
  /** Resolves when standard output and error together have what fits `pattern`. */
  untilSaid(pattern: RegExp): Promise<RegExpExecArray>
  signal(signal: NodeJS.Signals): void
  /** Ends its standard output, as a pipe's reader does that has seen enough. */
  stopReading(): void
  readonly ended: Promise<Ended>
}

/** The built command line. */
export interface BuiltProgram {
  readonly folder: string
  start(args: readonly string[], input?: string | Uint8Array): Running
  run(args: readonly string[], input?: string | Uint8Array): Promise<Ended>
  /** Removes what was built and ends what still runs. */
  remove(): Promise<void>
}

/** Builds the command line as `npm run build` does, into a folder of its own. */
export async function buildProgram(): Promise<BuiltProgram> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'kadscope-'))
  await build({
    configFile: 'vite.relay.config.ts',
    logLevel: 'error',
    build: { outDir: join(folder, 'relay'), sourcemap: false },
  })
  const running = new Set<Running>()
  const start = (args: readonly string[], input: string | Uint8Array = ''): Running => {
    const child = startProcess(join(folder, 'relay/main.js'), args, input)
    running.add(child)
    void child.ended.then(() => running.delete(child))
    return child
  }
  return {
    folder,
    start,
    run: (args, input) => start(args, input).ended,
    async remove() {
      for (const child of running) child.signal('SIGKILL')
      await Promise.all([...running].map(({ ended }) => ended))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function startProcess(file: string, args: readonly string[], input: string | Uint8Array): Running {
  const child = spawn(process.execPath, [file, ...args], {
    // No colours, and no relay but the one that the test names.
    env: { ...process.env, FORCE_COLOR: '', KADSCOPE_RELAY: '', NO_COLOR: '1' },
  })
  const stdout: Buffer[] = []
  let stderr = ''
  const listeners = new Set<() => void>()
  const hear = (): void => listeners.forEach((listener) => listener())
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.push(chunk)
    hear()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    hear()
  })
  // A command that ends before it has read its input is judged by what it says.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    return { code: typeof code === 'number' ? code : null, stdout: Buffer.concat(stdout), stderr }
  })
  return {
    ended,
    signal: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    untilSaid(pattern) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(Buffer.concat(stdout).toString() + stderr)
          if (found === null) return
          listeners.delete(look)
          resolve(found)
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`it ended without ${String(pattern)}: ${stderr}`)))
      })
    },
  }
}
