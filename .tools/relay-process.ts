// Starts the built relay as a process of its own.

import { spawn, type ChildProcess } from 'node:child_process'

/** Runs `dist/relay/main.js` with `args`, at this terminal. */
export function runRelay(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['dist/relay/main.js', ...args], { stdio: 'inherit' })
}
