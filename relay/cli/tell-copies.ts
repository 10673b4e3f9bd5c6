// Names the holders of a record as they confirm, and sums up at the end.

import { countOf, formatMs } from '../../src/event/format.ts'
import type { DhtPeer } from '../../src/peer/dht-peer.ts'
import type { PutResult } from '../../src/peer/records/results.ts'
import { peerText } from './names.ts'
import type { Terminal } from './terminal.ts'

/** Runs a write of `peer`; tells of each copy when it is confirmed, and of all in the end. */
export async function tellCopies(
  peer: DhtPeer,
  terminal: Terminal,
  write: () => Promise<PutResult>,
): Promise<PutResult> {
  const beganAt = Date.now()
  // A teller repeats its first envelopes to whoever comes later: those are not of this write.
  const stop = peer.onEnvelope(({ event, at }) => {
    if (event.kind !== 'record.replicated' || at < beganAt) return
    const name = peerText(event.to, terminal.remarkColour)
    terminal.remark(`  ✓ ${name}  ${formatMs(at - beganAt)}`)
  })
  try {
    const result = await write()
    const { replicas, wanted, asked } = result
    const copies =
      replicas.length < wanted
        ? `${replicas.length} of ${countOf(wanted, 'copy', 'copies')}`
        : countOf(replicas.length, 'copy', 'copies')
    // Also what came before, as finding the version that is there.
    const ms = Date.now() - beganAt
    terminal.remark(`${copies} in ${formatMs(ms)}, ${countOf(asked, 'peer')} asked`)
    return result
  } finally {
    stop()
  }
}
