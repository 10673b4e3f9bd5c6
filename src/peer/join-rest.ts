// The rest between two rounds of joining, and the changes of the table that cut it short.

import type { Clock } from '../base/clock.ts'
import { kadIdOfPeer, type PeerName } from '../kad/kad-id.ts'
import type { KadTable } from './kad-table.ts'

export interface RestInit {
  readonly own: PeerName
  readonly k: number
  readonly kad: Pick<KadTable, 'closest' | 'contacts' | 'has' | 'onTableChange'>
  readonly bootstraps: () => readonly PeerName[]
  readonly clock: Clock
  /** Ends a rest at once. */
  readonly stopped: AbortSignal
}

/** How long a rest takes, in milliseconds. */
export interface RestLength {
  /** From its beginning, when nothing happens. */
  readonly mostMs: number
  /** From when the first contact goes. */
  readonly afterLossMs: number
  /** From its beginning, when a bootstrap or one of the k nearest comes. */
  readonly afterGainMs: number
}

/** Waits as long as `length` says, or until `init.stopped` aborts. */
export function rest(init: RestInit, length: RestLength): Promise<void> {
  const { clock, kad, stopped } = init
  if (stopped.aborted) return Promise.resolve()
  const begunAt = clock.now()
  return new Promise((resolve) => {
    let endsAt = Infinity
    let cancel = (): void => undefined
    const end = (): void => {
      cancel()
      stopListening()
      stopped.removeEventListener('abort', end)
      resolve()
    }
    const endAfter = (ms: number): void => {
      if (begunAt + ms >= endsAt) return
      endsAt = begunAt + ms
      cancel()
      const left = endsAt - clock.now()
      if (left > 0) cancel = clock.after(left, end)
      // At once, so that what goes or comes with this contact is a change in the next round.
      else end()
    }
    const stopListening = kad.onTableChange((change) => {
      if (change.kind === 'removed') endAfter(clock.now() - begunAt + length.afterLossMs)
      if (change.kind === 'added' && matters(init, change.contact)) endAfter(length.afterGainMs)
    })
    stopped.addEventListener('abort', end)
    endAfter(length.mostMs)
  })
}

/**
 * Whether a new contact may know of peers that nobody here knows of: after a cut of the network
 * the first to come from the other side is a bootstrap, and then those that are near to oneself.
 */
function matters({ own, k, kad, bootstraps }: RestInit, contact: PeerName): boolean {
  if (bootstraps().includes(contact)) return true
  return kad.closest(kadIdOfPeer(own), k).includes(contact)
}

/** Begins to note which bootstraps come; each call gives those that came since the one before. */
export function noteBootstraps({ kad, bootstraps }: RestInit): () => PeerName[] {
  const came = new Set(kad.contacts())
  kad.onTableChange((change) => {
    if (change.kind === 'added') came.add(change.contact)
  })
  return () => {
    const back = bootstraps().filter((peer) => came.has(peer) && kad.has(peer))
    came.clear()
    return back
  }
}
