// Serves blocks to other peers, so many streams at once and each one block after another.

import type { Connection, Stream } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { CID } from 'multiformats/cid'
import type { Clock } from '../../../base/clock.ts'
import { limitedSignal } from '../../../base/limited-signal.ts'
import { MAX_SERVED, MAX_SERVED_TO_ONE } from '../limits.ts'
import { answeringEnd, BLOCKS_PROTOCOL } from './message.ts'

/** How long a stream may be open without a question, and an answer take to leave, in milliseconds. */
const IDLE_MS = 30_000

export interface ServeInit {
  readonly registrar: KadDHTComponents['registrar']
  readonly clock: Clock
  /** The block, where it is kept here. */
  readonly blockOf: (cid: CID) => Uint8Array | undefined
  /** Called with each block that was sent. */
  readonly onServed: (cid: CID, bytes: number) => void
}

/** Begins to serve. Returns what stops it. */
export async function serveBlocks(init: ServeInit): Promise<() => Promise<void>> {
  const { registrar } = init
  const stopped = new AbortController()
  const open = new Map<string, number>()
  let all = 0

  async function serve(stream: Stream, crowded: boolean): Promise<void> {
    const end = answeringEnd(stream)
    const within = async <Result>(
      work: (signal: AbortSignal) => Promise<Result>,
    ): Promise<Result> => {
      const limit = limitedSignal(init.clock, IDLE_MS, stopped.signal)
      try {
        return await work(limit.signal)
      } finally {
        limit.clear()
      }
    }
    if (crowded) {
      await within((signal) => end.refuse(signal))
      await within((signal) => stream.close({ signal }))
      return
    }
    while (!stopped.signal.aborted) {
      const cid = await within((signal) => end.question(signal))
      const block = init.blockOf(cid)
      await within((signal) => end.answer(cid, block, signal))
      if (block !== undefined) init.onServed(cid, block.length)
    }
  }

  const handle = (stream: Stream, connection: Connection): void => {
    const peer = connection.remotePeer.toString()
    const own = open.get(peer) ?? 0
    const crowded = all >= MAX_SERVED || own >= MAX_SERVED_TO_ONE
    all += 1
    open.set(peer, own + 1)
    serve(stream, crowded)
      .catch((thrown: unknown) => {
        // The asker has all it wants and closed, or is gone, or asked no question.
        stream.abort(thrown instanceof Error ? thrown : new Error(String(thrown)))
      })
      .finally(() => {
        all -= 1
        const left = (open.get(peer) ?? 1) - 1
        if (left === 0) open.delete(peer)
        else open.set(peer, left)
      })
  }

  const limits = { maxInboundStreams: 2 * MAX_SERVED_TO_ONE, maxOutboundStreams: 8 }
  await registrar.handle(BLOCKS_PROTOCOL, handle, limits)
  return async () => {
    stopped.abort(new DOMException('Stopped.', 'AbortError'))
    await registrar.unhandle(BLOCKS_PROTOCOL)
  }
}
