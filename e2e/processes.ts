// Processes that the browser tests start and end: relays, plain libp2p peers, file servers.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import sirv from 'sirv'

/** A relay that runs as a process of its own. */
export interface RelayProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** What it printed so far, both streams. */
  output(): string
  /** Ends it as Ctrl-C does, and says how long that took, in milliseconds. */
  stop(): Promise<number>
  /** Ends it without a chance to say goodbye. */
  kill(): Promise<void>
}

/** Where a relay keeps its identity, so that it can be started again as the same peer. */
export interface RelayPlace {
  readonly port: number
  readonly data: string
  remove(): Promise<void>
}

/** A free port and an empty data folder. */
export async function relayPlace(): Promise<RelayPlace> {
  const data = await mkdtemp(join(tmpdir(), 'kadscope-'))
  return { port: await freePort(), data, remove: () => rm(data, { recursive: true, force: true }) }
}

/** Starts the built relay on loopback; resolves when it answers. */
export async function startRelay(place: RelayPlace, options: string[] = []): Promise<RelayProcess> {
  const { port, data } = place
  const url = `http://127.0.0.1:${port}`
  const own = ['--host', '127.0.0.1', '--port', String(port), '--data', data]
  const child = spawn(process.execPath, ['dist/relay/main.js', ...own, ...options])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the relay ended: ${output}`)
    const answer = await fetch(`${url}/api/health`).catch(() => undefined)
    if (answer?.ok === true) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url,
    port,
    pid: child.pid ?? 0,
    output: () => output,
    async stop() {
      const startedAt = performance.now()
      await end(child, 'SIGINT')
      return performance.now() - startedAt
    },
    kill: () => end(child, 'SIGKILL'),
  }
}

/** A plain js-libp2p program in a room. */
export interface PlainPeer {
  readonly peerId: string
  put(key: string, value: string): Promise<void>
  /** The value as text. */
  get(key: string): Promise<string>
  stop(): Promise<void>
}

/** Starts `plain-peer.js` in a room of the relay at `url`. */
export async function startPlainPeer(url: string): Promise<PlainPeer> {
  const settings = (await (await fetch(`${url}/api/room`)).json()) as {
    multiaddrs: [string]
    protocol: string
    k: number
  }
  const { multiaddrs, protocol, k } = settings
  const child = spawn(process.execPath, ['e2e/plain-peer.js', multiaddrs[0], protocol, String(k)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async (): Promise<Record<string, string>> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the plain peer ended')
    return JSON.parse(line.value) as Record<string, string>
  }
  const ask = async (question: object): Promise<Record<string, string>> => {
    child.stdin.write(`${JSON.stringify(question)}\n`)
    const answer = await read()
    if (answer['error'] !== undefined) throw new Error(answer['error'])
    return answer
  }
  const { ready = '' } = await read()
  return {
    peerId: ready,
    async put(key, value) {
      await ask({ put: key, value })
    },
    get: async (key) => (await ask({ get: key }))['value'] ?? '',
    stop: () => end(child, 'SIGTERM'),
  }
}

/** Serves the built page, or another folder, without any relay, as a plain file host does. */
export async function servePage(
  folder = 'dist/web',
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(sirv(folder, { single: true }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A TCP port of loopback that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}
