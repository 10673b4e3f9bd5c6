// The part of the automation surface that is about files.

import { KadscopeError } from '../src/base/errors.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import type { SourceProgress } from '../src/peer/files/exchange/source.ts'
import type { KeptShare } from '../src/peer/files/share-shelf.ts'
import { writeShareLink } from '../src/peer/files/share-link.ts'
import { filesOf, type SessionFiles } from './state/files.svelte.ts'
import type { Session } from './state/session.ts'

/** A share that this tab keeps and serves. Plain JSON. */
export interface ShareSnapshot {
  readonly cid: string
  /** Shared by this tab, or fetched by it and kept for others. */
  readonly origin: 'own' | 'fetched'
  readonly files: readonly { readonly name: string; readonly size: number }[]
  /** Blocks, and the bytes of all of them. */
  readonly pieces: number
  readonly bytes: number
  /** Bytes that were sent to others. */
  readonly served: number
  /** The peers that took the provider record when it was last announced. */
  readonly announcedTo: readonly PeerName[]
}

/** What sharing came to. */
export interface ShareResult extends ShareSnapshot {
  /** For others of the room; with the key, where there is one, in the fragment. */
  readonly link: string
  /** Of an encrypted share; base64url. */
  readonly key?: string
}

/** What fetching came to. */
export interface FetchResult {
  readonly cid: string
  readonly files: readonly { readonly name: string; readonly type: string; readonly blob: Blob }[]
  /** The providers that were asked, and what came from each. */
  readonly from: readonly SourceProgress[]
  readonly ms: number
}

/** What tests and scripts may do with files; in a room only. */
export interface FileAutomation {
  /**
   * Shares one or more files, in the open or encrypted.
   *
   * @param options encrypted: with a random key
   * @throws EmptyShareError, ShareTooLargeError, FileChangedError, SharesFullError,
   *   PassphraseTooShortError, NoFilesError
   */
  share(
    files: File | readonly File[],
    options?: { passphrase?: string; encrypted?: boolean },
  ): Promise<ShareResult>
  /**
   * Fetches a share from those that have it; from then on this tab provides it too.
   *
   * @throws InvalidCidError, NoProvidersError, InvalidShareError, KeyMissingError, WrongKeyError,
   *   SharesFullError, NoFilesError
   */
  fetch(cid: string, options?: { key?: string; passphrase?: string }): Promise<FetchResult>
  /** What this tab keeps and serves, the latest first. */
  shares(): ShareSnapshot[]
}

/** Files can be shared in a room only. */
export class NoFilesError extends KadscopeError {
  override name = 'NoFilesError'
  constructor() {
    super('Files can be shared in a room only: open the page without ?lab and ?trace.')
  }
}

/** The part about files over the page's session. */
export function fileAutomation(
  whenOpened: () => Promise<Session>,
  now: () => Session | undefined,
): FileAutomation {
  const whenFiles = async (): Promise<SessionFiles> => {
    const files = filesOf(await whenOpened())
    if (files === undefined) throw new NoFilesError()
    return files
  }
  return {
    async share(files, options) {
      const chosen = [files].flat().map((file) => ({ file, path: file.name }))
      const kept = await (await whenFiles()).share(chosen, options)
      const { keyToText } = await import('../src/peer/files/share-root.ts')
      const key = kept.key === undefined ? undefined : keyToText(kept.key)
      const link = writeShareLink(location.href, { cid: kept.cid.toString(), key })
      return { ...snapshotOf(kept), link, ...(key === undefined ? {} : { key }) }
    },
    async fetch(cid, { key, passphrase } = {}) {
      const files = await whenFiles()
      const { keyFromText } = await import('../src/peer/files/share-root.ts')
      const opener = { passphrase, key: key === undefined ? undefined : keyFromText(key) }
      const { share, sources, ms } = await files.fetch(cid, opener)
      const read = await Promise.all(
        share.manifest.files.map(async ({ name, type }) => {
          return { name, type, blob: await files.blobOf(cid, name) }
        }),
      )
      return { cid, files: read, from: sources, ms }
    },
    shares: () => (filesOf(now())?.shares ?? []).map(snapshotOf),
  }
}

function snapshotOf(share: KeptShare): ShareSnapshot {
  const { cid, origin, manifest, blocks, bytes, served, announcedTo } = share
  return {
    cid: cid.toString(),
    origin,
    files: manifest.files.map(({ name, size }) => ({ name, size })),
    pieces: blocks.size,
    bytes,
    served,
    announcedTo: [...announcedTo],
  }
}
