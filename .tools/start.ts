// `npm start`: builds what is missing or stale, then runs the relay with the arguments given.

import { runRelay } from './relay-process.ts'
import { isStale } from './stale.ts'
import { runStep } from './steps.ts'

/** How often it is checked that npm is still there, in milliseconds. */
const WATCH_MS = 300

/** Runs the relay until it ends; its exit code becomes ours. */
export async function main(args: string[]): Promise<number> {
  if (isStale()) {
    console.error('Building the page and the relay, once …')
    if (!(await runStep('build', 'if-failed')).ok) return 1
  }
  // Its help is the relay's, not that of all commands; the version is that of all.
  const relay = runRelay(args[0] === '--version' ? args : ['relay', ...args])
  const stop = (): boolean => relay.kill('SIGTERM')
  // A terminal's Ctrl-C reaches the relay by itself; a signal to this process alone does not.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', stop)
  // A signal to npm reaches only the shell between, and leaves us to another parent.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, WATCH_MS).unref()
  return new Promise((resolve) => relay.once('exit', (code) => resolve(code ?? 1)))
}
