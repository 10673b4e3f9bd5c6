// Runs scripts of package.json as steps of a check or a test, and says how each ended.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'

/** How a step ended. */
export interface Outcome {
  name: string
  ok: boolean
  /** How long it took, in milliseconds. */
  ms: number
}

/** Runs a script; its output goes to the terminal at once, or at the end and only if it failed. */
export async function runStep(name: string, show: 'at-once' | 'if-failed'): Promise<Outcome> {
  const began = performance.now()
  const live = show === 'at-once'
  const child = spawn(commandOf(name), {
    shell: true,
    stdio: live ? 'inherit' : 'pipe',
    env: {
      ...(!live && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
      ...process.env,
      PATH: `${resolve('node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    },
  })
  const output: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk))
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed)
    child.on('close', done)
  })
  const outcome = { name, ok: code === 0, ms: performance.now() - began }
  if (!live && !outcome.ok) process.stdout.write(Buffer.concat(output))
  console.log(`${outcome.ok ? '✓' : '✗'} ${name} (${(outcome.ms / 1000).toFixed(1)} s)`)
  return outcome
}

/** Runs all scripts, `width` at once, whatever becomes of each. */
export async function runAll(names: readonly string[], width: number): Promise<Outcome[]> {
  const waiting = [...names]
  const outcomes: Outcome[] = []
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      outcomes.push(await runStep(name, 'if-failed'))
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return outcomes
}

function commandOf(name: string): string {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string | undefined>
  }
  const command = scripts[name]
  if (command === undefined) throw new RangeError(`package.json has no script named ${name}`)
  return command
}
