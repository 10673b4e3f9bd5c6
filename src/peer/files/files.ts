// Sharing files: a peer's shares, what it fetches, and what it serves to others.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { CID } from 'multiformats/cid'
import type { Clock } from '../../base/clock.ts'
import { createGate } from '../../base/gate.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import type { Tell } from '../teller.ts'
import { createAnnouncer } from './announcer.ts'
import { parseShareCid } from './cid.ts'
import { ShareNotKeptError } from './errors.ts'
import { Download } from './exchange/download.ts'
import { serveBlocks } from './exchange/serve.ts'
import type { SourceProgress } from './exchange/source.ts'
import type { FileSource } from './file-source.ts'
import { MAX_DOWNLOADS } from './limits.ts'
import { sizeOf, type Manifest } from './manifest.ts'
import { packShare } from './pack.ts'
import type { ProviderRecords } from './provider-records.ts'
import { openRoot, protect, type Opener } from './share-root.ts'
import { bytesOf, rootOf, ShareShelf, type KeptShare } from './share-shelf.ts'
import { fetchShare, readShared } from './unpack.ts'

export interface FilesInit {
  readonly own: PeerName
  readonly components: Pick<KadDHTComponents, 'registrar' | 'connectionManager'>
  readonly records: ProviderRecords
  readonly clock: Clock
  readonly tell: Tell
  /** How often what is kept is announced anew, in milliseconds. */
  readonly republishMs: number
  /** @default 1, always */
  readonly patience?: () => number
  /** The most that is kept, in bytes. @default MAX_KEPT_BYTES */
  readonly mostBytes?: number
}

export interface ShareOptions {
  /** Encrypts with a key made from it. */
  readonly passphrase?: string | undefined
  /** Encrypts with a random key. @default false */
  readonly encrypted?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with the bytes that were read so far. */
  readonly onRead?: (bytes: number) => void
}

export interface FetchOptions extends Opener {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: FetchProgress) => void
}

/** How far a fetch is. */
export interface FetchProgress {
  /** Bytes of blocks that came. */
  readonly bytes: number
  /** Undefined until the list of files is there. */
  readonly manifest: Manifest | undefined
  readonly sources: readonly SourceProgress[]
  /** Who sent the first block that came, the second, and so on. */
  readonly origins: readonly PeerName[]
}

/** What a fetch came to. */
export interface FetchedShare {
  readonly share: KeptShare
  readonly sources: readonly SourceProgress[]
  readonly ms: number
}

/** The files of one peer. */
export interface Files {
  /** What is kept and served here, the latest last. */
  shares(): readonly KeptShare[]
  /**
   * Shares files as one: they are served from here, and announced as soon as somebody is known.
   *
   * @throws EmptyShareError, ShareTooLargeError, FileChangedError, SharesFullError,
   *   PassphraseTooShortError
   */
  share(sources: readonly FileSource[], options?: ShareOptions): Promise<KeptShare>
  /**
   * Fetches a share from those that have it; from then on this peer provides it too.
   *
   * @throws InvalidCidError, NoProvidersError, InvalidShareError, KeyMissingError, WrongKeyError,
   *   SharesFullError
   */
  fetch(cid: string, options?: FetchOptions): Promise<FetchedShare>
  /** The bytes of the file `name` of a share that is kept. @throws ShareNotKeptError */
  read(cid: string, name: string): AsyncIterable<Uint8Array>
  /** Who else has a share, as the DHT says. @throws InvalidCidError */
  providers(cid: string): Promise<PeerName[]>
  /** Keeps and serves a share no more. */
  drop(cid: string): void
  onChange(listener: () => void): () => void
  stop(): Promise<void>
}

/** Begins to serve blocks. */
export async function createFiles(init: FilesInit): Promise<Files> {
  const { own, records, clock, tell, patience = () => 1 } = init
  const { connectionManager, registrar } = init.components
  const shelf = new ShareShelf(init.mostBytes)
  const listeners = new Set<() => void>()
  const distrusted = new Set<PeerName>()
  const stopped = new AbortController()
  const turn = createGate(MAX_DOWNLOADS)
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const stopServing = await serveBlocks({
    registrar,
    clock,
    blockOf: (cid) => shelf.blockOf(cid),
    onServed(cid, bytes) {
      shelf.countServed(cid, bytes)
      changed()
    },
  })

  const { announce, forget } = createAnnouncer({
    records,
    clock,
    republishMs: init.republishMs,
    shareOf: (cid) => shelf.get(cid),
    stopped: stopped.signal,
    onAnnounced: changed,
  })

  function letGo({ cid }: KeptShare): void {
    forget(cid)
    tell({ kind: 'share.dropped', share: cid.toString() })
  }

  /** Keeps a share that is whole, and makes room for it. */
  function keep(share: KeptShare): KeptShare {
    const existing = shelf.get(share.cid.toString())
    if (existing !== undefined) return existing
    for (const gone of shelf.makeRoom(share.bytes)) letGo(gone)
    shelf.add(share)
    changed()
    return share
  }

  async function download(cid: CID, options: FetchOptions): Promise<FetchedShare> {
    const startedAt = clock.now()
    const share = cid.toString()
    let manifest: Manifest | undefined
    const progress = (): void => {
      const sources = source.sources
      const bytes = sizeOf(sources.map((each) => ({ size: each.bytes })))
      options.onProgress?.({ bytes, manifest, sources, origins: [...source.origins] })
    }
    const source: Download = new Download({
      share: cid,
      own,
      records,
      connectionManager,
      clock,
      patience,
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
    stopped.signal.addEventListener('abort', end)
    try {
      const fetched = await fetchShare({
        cid,
        opener: options,
        get: (block) => source.get(block),
        onManifest(known) {
          manifest = known
          // Refused before it is fetched, not after; the room is made only when it is whole.
          shelf.assertRoom(sizeOf(known.files))
          progress()
        },
      })
      end()
      const bytes = bytesOf(fetched.blocks)
      const kept = keep({ cid, origin: 'fetched', ...fetched, bytes, served: 0, announcedTo: [] })
      const ms = clock.now() - startedAt
      const from = source.sources.filter(({ blocks }) => blocks > 0).map(({ peer }) => peer)
      tell({ kind: 'share.fetched', share, bytes, ms, from })
      void announce(cid, true)
      return { share: kept, sources: source.sources, ms }
    } finally {
      end()
      progress()
      stopped.signal.removeEventListener('abort', end)
    }
  }

  return {
    shares: () => shelf.shares,
    async share(sources, { passphrase, encrypted = passphrase !== undefined, ...options } = {}) {
      const protection = encrypted ? await protect(passphrase) : undefined
      const packed = await packShare(sources, { ...options, protection })
      const bytes = bytesOf(packed.blocks)
      const key = protection?.key
      const kept = keep({ ...packed, origin: 'own', key, bytes, served: 0, announcedTo: [] })
      const share = kept.cid.toString()
      tell({ kind: 'share.provided', share, bytes, files: kept.manifest.files.length })
      await announce(kept.cid, false)
      return kept
    },
    async fetch(text, options = {}) {
      const cid = parseShareCid(text)
      const kept = shelf.get(cid.toString())
      if (kept !== undefined) {
        await openRoot(rootOf(kept), options)
        return { share: kept, sources: [], ms: 0 }
      }
      return turn(() => download(cid, options))
    },
    read(cid, name) {
      const share = shelf.get(cid)
      const file = share?.manifest.files.find((each) => each.name === name)
      if (share === undefined || file === undefined) throw new ShareNotKeptError()
      return readShared(file, share.blocks, share.key)
    },
    providers: async (cid) => records.find(parseShareCid(cid)),
    drop(cid) {
      const share = shelf.remove(cid)
      if (share === undefined) return
      letGo(share)
      changed()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    async stop() {
      stopped.abort(new DOMException('Stopped.', 'AbortError'))
      await stopServing()
    },
  }
}
