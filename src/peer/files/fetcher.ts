// Fetches shares from their providers, tells how far each fetch is, and goes on where an earlier one ended.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { CID } from 'multiformats/cid'
import type { Clock } from '../../base/clock.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import type { Tell } from '../teller.ts'
import { InvalidShareError } from './errors.ts'
import { Download } from './exchange/download.ts'
import type { SourceProgress } from './exchange/source.ts'
import { Leftovers } from './leftovers.ts'
import { sizeOf, type Manifest } from './manifest.ts'
import type { ProviderRecords } from './provider-records.ts'
import type { Opener } from './share-root.ts'
import type { KeptShare } from './share-shelf.ts'
import { bytesOf, type Blocks } from './unixfs.ts'
import { fetchShare, type FetchedBlocks } from './unpack.ts'

export interface FetchOptions extends Opener {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: FetchProgress) => void
  /** Blocks that are here already, each checked against its CID. @default none */
  readonly blocks?: Blocks
  /** Called with each block that came and was checked. */
  readonly onBlock?: (cid: CID, block: Uint8Array) => void
}

/** How far a fetch is. */
export interface FetchProgress {
  /** Bytes of blocks that came, now and in earlier fetches. */
  readonly bytes: number
  /** Blocks that were here from earlier fetches. */
  readonly resumed: number
  /** Undefined until the list of files is there. */
  readonly manifest: Manifest | undefined
  readonly sources: readonly SourceProgress[]
  /** Who sent the first block that came, the second, and so on, as far as it is known. */
  readonly origins: readonly PeerName[]
}

/** What a fetch came to. */
export interface FetchedShare {
  readonly share: KeptShare
  readonly sources: readonly SourceProgress[]
  /** Blocks that were here from earlier fetches. */
  readonly resumed: number
  readonly ms: number
}

/** A share that was fetched, before it is kept. */
type Fetched = Omit<FetchedShare, 'share'> & { readonly fetched: FetchedBlocks }

export interface FetcherInit {
  readonly own: PeerName
  readonly records: ProviderRecords
  readonly connectionManager: KadDHTComponents['connectionManager']
  readonly clock: Clock
  readonly tell: Tell
  readonly patience: () => number
  /** @throws SharesFullError when there could not be room for a share of so many bytes */
  readonly assertRoom: (bytes: number) => void
  /** Ends all fetches. */
  readonly stopped: AbortSignal
}

/** Makes what fetches a share, and knows who sent rubbish before and what earlier fetches left. */
export function createFetcher(
  init: FetcherInit,
): (cid: CID, options: FetchOptions) => Promise<Fetched> {
  const { clock, tell, stopped } = init
  const distrusted = new Set<PeerName>()
  const leftovers = new Leftovers()

  return async (cid, options) => {
    const startedAt = clock.now()
    const share = cid.toString()
    const earlier = leftovers.take(share)
    const blocks: Blocks = new Map([...earlier.blocks, ...(options.blocks ?? [])])
    const { size: resumed } = blocks
    const before = bytesOf(blocks)
    const origins = (): PeerName[] => [...earlier.origins, ...source.origins]
    let manifest: Manifest | undefined
    const progress = (): void => {
      const { sources } = source
      const bytes = before + sizeOf(sources.map((each) => ({ size: each.bytes })))
      options.onProgress?.({ bytes, resumed, manifest, sources, origins: origins() })
    }
    const source: Download = new Download({
      ...init,
      share: cid,
      distrusted,
      signal: options.signal,
      onRubbish(peer, { name, message }) {
        distrusted.add(peer)
        tell({ kind: 'block.rejected', share, from: peer, reason: `${name}: ${message}` })
      },
      onChange: () => {
        queueMicrotask(progress)
      },
    })
    const end = (): void => {
      source.end()
    }
    stopped.addEventListener('abort', end)
    try {
      const fetched = await fetchShare({
        cid,
        opener: options,
        blocks,
        async get(wanted) {
          const block = await source.get(wanted)
          options.onBlock?.(wanted, block)
          return block
        },
        onManifest(known) {
          manifest = known
          // Refused before it is fetched, not after; the room is made only when it is whole.
          init.assertRoom(sizeOf(known.files))
          progress()
        },
      })
      end()
      const { sources } = source
      const ms = clock.now() - startedAt
      return { fetched, sources, resumed, ms }
    } catch (thrown) {
      const isEnded = options.signal?.aborted === true
      // A share that is none is not worth another try.
      if (isEnded || !(thrown instanceof InvalidShareError)) {
        leftovers.keep(share, { blocks, origins: origins() })
      }
      throw isEnded ? options.signal.reason : thrown
    } finally {
      end()
      progress()
      stopped.removeEventListener('abort', end)
    }
  }
}
