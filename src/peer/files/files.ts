// Sharing files: a peer's shares, what it fetches, and what it serves to others.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../../base/clock.ts'
import { createGate } from '../../base/gate.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import type { Tell } from '../teller.ts'
import { createAnnouncer } from './announcer.ts'
import { parseShareCid } from './cid.ts'
import { ShareNotKeptError } from './errors.ts'
import { serveBlocks } from './exchange/serve.ts'
import { createFetcher, type FetchedShare, type FetchOptions } from './fetcher.ts'
import type { FileSource } from './file-source.ts'
import { MAX_DOWNLOADS } from './limits.ts'
import { packShare } from './pack.ts'
import type { ProviderRecords } from './provider-records.ts'
import { openRoot, protect } from './share-root.ts'
import { rootOf, ShareShelf, type KeptShare } from './share-shelf.ts'
import { bytesOf } from './unixfs.ts'
import { readShared } from './unpack.ts'

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
   * Fetches a share from those that have it; from then on this peer provides it too. What came
   * of a fetch that failed or was ended is kept for a while, and the next one goes on from there.
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

  const download = createFetcher({
    ...{ own, records, connectionManager, clock, tell, patience },
    assertRoom: (bytes) => shelf.assertRoom(bytes),
    stopped: stopped.signal,
  })

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
        return { share: kept, sources: [], resumed: 0, ms: 0 }
      }
      return turn(async () => {
        const { fetched, ...facts } = await download(cid, options)
        const bytes = bytesOf(fetched.blocks)
        const share = keep({
          cid,
          origin: 'fetched',
          ...fetched,
          bytes,
          served: 0,
          announcedTo: [],
        })
        const from = facts.sources.flatMap(({ peer, blocks }) => (blocks > 0 ? [peer] : []))
        tell({ kind: 'share.fetched', share: cid.toString(), bytes, ms: facts.ms, from })
        void announce(cid, true)
        return { share, ...facts }
      })
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
