// Keeps the shares of a peer announced, as those who hold the notes of them come and go.

import type { CID } from 'multiformats/cid'
import type { Cancel, Clock } from '../../base/clock.ts'
import type { ProviderRecords } from './provider-records.ts'
import type { KeptShare } from './share-shelf.ts'

/** When nobody took the note of a share, it is announced again after this, in milliseconds. */
const RETRY_MS = 3_000

export interface AnnouncerInit {
  readonly records: ProviderRecords
  readonly clock: Clock
  /** How often a share is announced anew, in milliseconds. */
  readonly republishMs: number
  /** The share, while it is kept. */
  readonly shareOf: (cid: string) => KeptShare | undefined
  /** Ends all announcing. */
  readonly stopped: AbortSignal
  /** Somebody took a note, or nobody did. */
  readonly onAnnounced: () => void
}

/** Announces shares. */
export interface Announcer {
  /** Announces a share now, and again and again until it is not kept any more. Never rejects. */
  announce(cid: CID, background: boolean): Promise<void>
  /** Announces it no more. */
  forget(cid: CID): void
}

/** Makes an announcer that has nothing to announce yet. */
export function createAnnouncer(init: AnnouncerInit): Announcer {
  const { records, clock, stopped } = init
  const next = new Map<string, Cancel>()
  const isStopped = (): boolean => stopped.aborted

  async function announce(cid: CID, background: boolean): Promise<void> {
    const name = cid.toString()
    next.get(name)?.()
    const share = init.shareOf(name)
    if (share === undefined || isStopped()) return
    // Who is alone, or cut off, does better the next time.
    share.announcedTo = await records.announce(cid, { background, signal: stopped }).catch(() => [])
    const pause = share.announcedTo.length === 0 ? RETRY_MS : init.republishMs
    next.get(name)?.()
    if (isStopped() || init.shareOf(name) !== share) return
    next.set(
      name,
      clock.after(pause, () => void announce(cid, true)),
    )
    init.onAnnounced()
  }

  stopped.addEventListener('abort', () => {
    for (const cancel of next.values()) cancel()
  })
  return {
    announce,
    forget(cid) {
      next.get(cid.toString())?.()
      next.delete(cid.toString())
      records.forget(cid).catch(() => undefined)
    },
  }
}
