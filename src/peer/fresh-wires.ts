// Whether the wire to a peer came up so lately that its handshake is as good as an answer to a ping.

import type { PeerId } from '@libp2p/interface'
import type { Clock } from '../base/clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { KadTable } from './kad-table.ts'
import { nameOf } from './peer-ids.ts'

/** What is asked of a wire. */
interface Wire {
  /** When it came up, on the clock. */
  readonly timeline: { readonly open: number }
}

export interface FreshWiresInit {
  readonly wiresTo: (peer: PeerId) => readonly Wire[]
  readonly clock: Pick<Clock, 'now'>
  /** How long a wire is fresh, in milliseconds. */
  readonly freshMs: number
  readonly table: Pick<KadTable, 'onTableChange'>
}

/**
 * Makes the check. Who was taken out of the table since has to answer: a tab that is closed just after
 * its wire came up leaves one that looks open for seconds, and others go on naming it.
 */
export function createFreshWires(init: FreshWiresInit): (peer: PeerId) => boolean {
  const { wiresTo, clock, freshMs, table } = init
  /** When they were taken out, the latest last. */
  const lost = new Map<PeerName, number>()
  table.onTableChange((change) => {
    if (change.kind !== 'removed') return
    const now = clock.now()
    for (const [name, at] of lost) {
      if (now - at < freshMs) break
      lost.delete(name)
    }
    lost.delete(change.contact)
    lost.set(change.contact, now)
  })
  return (peer) => {
    const now = clock.now()
    const lostAt = lost.get(nameOf(peer)) ?? -Infinity
    return wiresTo(peer).some(({ timeline: { open } }) => open > lostAt && now - open < freshMs)
  }
}
