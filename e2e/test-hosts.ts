// A small LAN on this machine: hosts in network namespaces on one bridge, whose clients can be isolated.

import { spawn, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { ensureChromium, launchArgs } from './browser.ts'

/** The bridge's own address, by which the clients reach the relay. */
const ROUTER = '10.77.0.1'
const CLIENTS = ['left', 'right'] as const

/** Two clients and a router between them, as a Wi-Fi access point is. */
export interface TestHosts {
  /** The relay's URL as the clients reach it; it runs on the router. */
  readonly url: string
  /** A browser on each client. */
  readonly browsers: readonly [Browser, Browser]
  /** Starts a browser on the router itself, as whoever started the relay has one. */
  browseOnRouter(): Promise<Browser>
  /** Whether the clients may talk to each other, or only to the router: what access points call client isolation. */
  isolate(on: boolean): void
  stop(): Promise<void>
}

/** Why there can be no test hosts on this machine; undefined when there can. */
export function reasonAgainstHosts(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are of Linux'
  const probe = `kadscope-probe-${process.pid.toString()}`
  const made = spawnSync('ip', ['netns', 'add', probe])
  if (made.status !== 0) return 'this user may not make network namespaces'
  // Where namespaces can be made, bridges may yet be forbidden.
  const bridge = spawnSync('ip', ['-n', probe, 'link', 'add', 'lan', 'type', 'bridge'])
  spawnSync('ip', ['netns', 'delete', probe])
  return bridge.status === 0 ? undefined : 'this machine has no network bridges'
}

/** Sets up the LAN with isolated clients, a relay on the router and a browser on each client. */
export async function startTestHosts(): Promise<TestHosts> {
  const names = {
    router: hostName('router'),
    left: hostName('left'),
    right: hostName('right'),
  }
  const folder = await mkdtemp(join(tmpdir(), 'kadscope-hosts-'))
  const dismantle = async (): Promise<void> => {
    for (const name of Object.values(names)) spawnSync('ip', ['netns', 'delete', name])
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return await startOn(names, folder, dismantle)
  } catch (error) {
    await dismantle()
    throw error
  }
}

/** The names of the namespaces. */
type Names = Readonly<Record<'router' | (typeof CLIENTS)[number], string>>

async function startOn(
  names: Names,
  folder: string,
  dismantle: () => Promise<void>,
): Promise<TestHosts> {
  connect(names)
  const isolate = (on: boolean): void => {
    for (const client of CLIENTS) {
      const state = on ? 'on' : 'off'
      ip(`-n ${names.router} link set dev ${client} type bridge_slave isolated ${state}`)
    }
  }
  isolate(true)

  const relay = spawn('ip', [
    ...['netns', 'exec', names.router, process.execPath, 'dist/relay/main.js'],
    ...['--host', '0.0.0.0', '--port', '8080', '--data', folder],
  ])
  await new Promise<void>((resolve, reject) => {
    relay.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('is ready')) resolve()
    })
    relay.once('exit', () => {
      reject(new Error('the relay ended'))
    })
  })
  const browsers = await Promise.all([launchOn(names.left, folder), launchOn(names.right, folder)])
  const started: Browser[] = [...browsers]
  return {
    url: `http://${ROUTER}:8080`,
    browsers,
    isolate,
    async browseOnRouter() {
      const browser = await launchOn(names.router, folder)
      started.push(browser)
      return browser
    },
    async stop() {
      await Promise.all(started.map((browser) => browser.close()))
      relay.removeAllListeners('exit')
      relay.kill('SIGKILL')
      await dismantle()
    },
  }
}

/** Makes the hosts and puts the clients on the router's bridge. */
function connect(names: Names): void {
  for (const name of Object.values(names)) ip(`netns add ${name}`)
  const inRouter = `-n ${names.router}`
  ip(`${inRouter} link add lan type bridge`)
  ip(`${inRouter} address add ${ROUTER}/24 dev lan`)
  ip(`${inRouter} link set lan up`)
  ip(`${inRouter} link set lo up`)
  for (const [index, client] of CLIENTS.entries()) {
    const inClient = `-n ${names[client]}`
    ip(`${inClient} link add lan type veth peer name ${client} netns ${names.router}`)
    ip(`${inClient} address add 10.77.0.${(index + 2).toString()}/24 dev lan`)
    ip(`${inClient} link set lo up`)
    ip(`${inClient} link set lan up`)
    ip(`${inClient} route add default via ${ROUTER}`)
    ip(`${inRouter} link set dev ${client} master lan up`)
  }
}

function hostName(role: string): string {
  return `kadscope-${process.pid.toString()}-${role}`
}

/** Starts Chromium on a host: through a script, as Playwright starts a file and nothing else. */
async function launchOn(host: string, folder: string): Promise<Browser> {
  const script = join(folder, `${host}.sh`)
  await writeFile(script, `#!/bin/sh\nexec ip netns exec ${host} ${ensureChromium()} "$@"\n`)
  await chmod(script, 0o755)
  return chromium.launch({ executablePath: script, args: launchArgs() })
}

/** @throws Error with what `ip` says */
function ip(command: string): void {
  const { status, stderr } = spawnSync('ip', command.split(' '), { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ip ${command}: ${stderr}`)
}
