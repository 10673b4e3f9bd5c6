// What a Node process really holds: its memory after a garbage collection, asked through Node's inspector.

import { once } from 'node:events'
import { WebSocket } from 'ws'

/** Where a Node process listens once it was sent SIGUSR1. */
const INSPECTOR = 'http://127.0.0.1:9229/json'

/** How long it may take to listen, in milliseconds. */
const LISTEN_MS = 5_000

/** Memory of a process. */
export interface LiveMemory {
  /** Bytes that are in use after a collection: objects, and buffers outside the heap. */
  bytes(): Promise<number>
  close(): void
}

/**
 * Opens the inspector of the Node process `pid`; one process at a time, as all would take the
 * same port.
 *
 * @throws Error when it does not listen within five seconds
 */
export async function openLiveMemory(pid: number): Promise<LiveMemory> {
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await inspectorOf(pid))
  await once(socket, 'open')
  let latest = 0

  async function ask(method: string, params = {}): Promise<Record<string, unknown>> {
    const id = (latest += 1)
    socket.send(JSON.stringify({ id, method, params }))
    for (;;) {
      const [data] = (await once(socket, 'message')) as [Buffer]
      const answer = JSON.parse(data.toString()) as {
        id?: number
        result?: Record<string, unknown>
      }
      if (answer.id === id) return answer.result ?? {}
    }
  }

  return {
    async bytes() {
      await ask('HeapProfiler.collectGarbage')
      const expression =
        // Buffers are among what is external.
        '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())'
      const { result } = await ask('Runtime.evaluate', { expression, returnByValue: true })
      return Number((result as { value?: number }).value)
    },
    close() {
      socket.close()
    },
  }
}

/** The inspector's address. */
async function inspectorOf(pid: number): Promise<string> {
  const until = performance.now() + LISTEN_MS
  while (performance.now() < until) {
    const answer = await fetch(INSPECTOR).catch(() => undefined)
    const [target] = ((await answer?.json()) ?? []) as { webSocketDebuggerUrl: string }[]
    if (target !== undefined) return target.webSocketDebuggerUrl
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the process ${pid} does not open its inspector`)
}
