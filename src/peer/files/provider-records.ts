// Provider records: a note on the k peers nearest to a CID that says who has it. Announces and finds them.

import type { QueryEvent } from '@libp2p/kad-dht'
import type { CID } from 'multiformats/cid'
import type { PeerName } from '../../kad/kad-id.ts'
import { runLookup, type LookupContext } from '../lookup.ts'

/** Who has what, as the DHT keeps it. */
export interface ProviderRecords {
  /**
   * Tells the k closest peers that the own one has `cid`. Returns those who took the note.
   *
   * @param options background: whether it is upkeep rather than somebody's wish
   */
  announce(cid: CID, options: { background: boolean; signal?: AbortSignal }): Promise<PeerName[]>
  /** Asks for providers of `cid`, the own peer left out, and hands out each as it is found. */
  find(
    cid: CID,
    options?: { onFound?: (peer: PeerName) => void; signal?: AbortSignal },
  ): Promise<PeerName[]>
  /** The own peer has it no more; others' notes of it run out by themselves. */
  forget(cid: CID): Promise<void>
}

/** Provider records by the own peer's lookups. */
export function createProviderRecords(context: LookupContext): ProviderRecords {
  const { kad, own } = context
  return {
    async announce(cid, { background, signal }) {
      const subject = {
        operation: 'provide',
        key: cid.multihash.bytes,
        background,
        signal,
      } as const
      const { told } = await runLookup(context, subject, (request) =>
        collectTold(kad.provide(cid, request)),
      )
      return told
    },
    async find(cid, { onFound, signal } = {}) {
      const key = cid.multihash.bytes
      const subject = { operation: 'find-providers', key, background: false, signal } as const
      const { providers } = await runLookup(context, subject, async (request) => {
        const found = new Set<PeerName>()
        const closest: PeerName[] = []
        for await (const event of kad.findProviders(cid, request)) {
          if (event.name === 'PEER_RESPONSE') closest.push(nameOf(event.from))
          if (event.name !== 'PROVIDER') continue
          for (const { id } of event.providers) {
            const peer = nameOf(id)
            if (peer === own || found.has(peer)) continue
            found.add(peer)
            onFound?.(peer)
          }
        }
        const outcome = found.size > 0 ? 'found' : 'missing'
        return { providers: [...found], closest: closest.filter((peer) => peer !== own), outcome }
      })
      return providers
    },
    forget: (cid) => kad.forgetProvided(cid),
  }
}

async function collectTold(
  events: AsyncIterable<QueryEvent>,
): Promise<{ closest: PeerName[]; told: PeerName[] }> {
  const closest: PeerName[] = []
  const told: PeerName[] = []
  for await (const event of events) {
    if (event.name === 'FINAL_PEER') closest.push(nameOf(event.peer.id))
    if (event.name === 'PEER_RESPONSE' && event.messageName === 'ADD_PROVIDER') {
      told.push(nameOf(event.from))
    }
  }
  return { closest, told }
}

function nameOf(peer: { toString(): string }): PeerName {
  return peer.toString() as PeerName
}
