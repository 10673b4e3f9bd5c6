// One provider of a download: a stream to it, and a bounded window of blocks asked for over it.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../../../base/clock.ts'
import { describeError } from '../../../base/errors.ts'
import { limitedSignal } from '../../../base/limited-signal.ts'
import type { PeerName } from '../../../kad/kad-id.ts'
import { peerIdOf } from '../../peer-ids.ts'
import { WINDOW } from '../limits.ts'
import { askingEnd, BLOCKS_PROTOCOL } from './message.ts'
import type { Want, Wants } from './wants.ts'

/** How long a stream to a provider, and each block, may take on an idle machine, in milliseconds. */
const ANSWER_MS = 8_000

/** How a provider does. `lost` may be tried again, `refused` never. */
export type SourceState = 'waiting' | 'asked' | 'lost' | 'refused' | 'done'

/** A provider and what came from it. */
export interface SourceProgress {
  readonly peer: PeerName
  readonly state: SourceState
  readonly blocks: number
  readonly bytes: number
  /** The name of the error that ended it. */
  readonly error?: string
}

export interface SourceInit {
  readonly peer: PeerName
  readonly wants: Wants
  readonly connectionManager: KadDHTComponents['connectionManager']
  readonly clock: Clock
  /** By how much timeouts should be longer now, from 1. */
  readonly patience: () => number
  /** Ends the download. */
  readonly ended: AbortSignal
  /** Called with each block that came first from here. */
  readonly onBlock: (bytes: number) => void
  /** Resolves when there may be more to ask for. */
  readonly untilMore: () => Promise<void>
}

/**
 * Fetches wanted blocks from one provider until the download ends.
 *
 * @throws RubbishBlockError, BlockMissingError, ProviderBusyError, and what wires throw
 */
export async function drawFrom(init: SourceInit): Promise<void> {
  const { peer, wants, clock, ended } = init
  const within = async <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> => {
    const limit = limitedSignal(clock, ANSWER_MS * init.patience(), ended)
    try {
      return await work(limit.signal)
    } finally {
      limit.clear()
    }
  }
  const owed: Want[] = []
  const stream = await within((signal) =>
    init.connectionManager.openStream(peerIdOf(peer), BLOCKS_PROTOCOL, { signal }),
  )
  try {
    const end = askingEnd(stream)
    while (!ended.aborted) {
      while (owed.length < WINDOW) {
        const want = wants.next(peer, clock.now())
        if (want === undefined) break
        owed.push(want)
        await within((signal) => end.ask(want.cid, signal))
      }
      const [want] = owed
      if (want === undefined) {
        await init.untilMore()
        continue
      }
      const block = await within((signal) => end.receive(want.cid, signal))
      owed.shift()
      if (wants.settle(want, block)) init.onBlock(block.length)
    }
    stream.close().catch(() => undefined)
  } catch (thrown) {
    stream.abort(thrown instanceof Error ? thrown : new Error(describeError(thrown).message))
    throw thrown
  } finally {
    wants.release(owed, peer)
  }
}
