// `npm run dev`: Vite's server for the page, and the relay, rebuilt and restarted on each change.

import type { ChildProcess } from 'node:child_process'
import { build, createServer, type Rolldown } from 'vite'
import { runRelay } from './relay-process.ts'

/** Serves both until it is interrupted; `args` go to the relay. */
export async function main(args: string[]): Promise<number> {
  process.env['KADSCOPE_RELAY'] = `http://127.0.0.1:${portIn(args)}`
  const page = await createServer({ configFile: 'vite.config.ts' })
  await page.listen()
  page.printUrls()

  const watcher = (await build({
    configFile: 'vite.relay.config.ts',
    logLevel: 'warn',
    build: { watch: {} },
  })) as Rolldown.RolldownWatcher
  let relay: ChildProcess | undefined
  watcher.on('event', async (event) => {
    if (event.code === 'ERROR') console.error(event.error.message)
    if (event.code === 'BUNDLE_END') {
      await event.result.close()
      await ended(relay)
      relay = runRelay(args)
    }
  })

  return new Promise((resolve) => {
    const stop = async (): Promise<void> => {
      await Promise.all([watcher.close(), page.close(), ended(relay)])
      resolve(0)
    }
    process.once('SIGINT', () => void stop())
    process.once('SIGTERM', () => void stop())
  })
}

/** Ends the relay and waits until its port is free. */
async function ended(relay: ChildProcess | undefined): Promise<void> {
  if (relay?.exitCode !== null || relay.signalCode !== null) return
  const gone = new Promise((resolve) => relay.once('exit', resolve))
  relay.kill('SIGTERM')
  await gone
}

/** The relay's port, as given in its arguments or by default. */
function portIn(args: readonly string[]): string {
  const joined = args.find((arg) => arg.startsWith('--port='))
  return (
    joined?.slice('--port='.length) ?? args[args.indexOf('--port') + 1 || args.length] ?? '8080'
  )
}
