// The files of the running session: what is kept, and what is being packed and fetched.

import { describeError } from '../../src/base/errors.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { FetchedShare, FetchProgress } from '../../src/peer/files/fetcher.ts'
import type { Files } from '../../src/peer/files/files.ts'
import type { Opener } from '../../src/peer/files/share-root.ts'
import type { KeptShare } from '../../src/peer/files/share-shelf.ts'
import type { Session } from './session.ts'

/** A fetch: under way, or how it ended. */
export interface Transfer {
  readonly cid: string
  readonly progress: FetchProgress
  readonly state: 'running' | 'done' | 'failed'
  readonly ms?: number
  readonly error?: { readonly name: string; readonly message: string }
}

/** How files are to be protected. */
export type Protection = 'open' | 'key' | 'passphrase'

/** A file and its path within the share. */
export interface ChosenFile {
  readonly file: File
  readonly path: string
}

const NOTHING: FetchProgress = {
  bytes: 0,
  resumed: 0,
  manifest: undefined,
  sources: [],
  origins: [],
}

/** The files of one session. Their code is loaded when they are first used. */
export class SessionFiles {
  readonly #open: () => Promise<Files>
  #files: Promise<Files> | undefined
  #shares = $state.raw<readonly KeptShare[]>([])
  #transfers = $state.raw<readonly Transfer[]>([])
  #providers = $state.raw<ReadonlyMap<string, readonly PeerName[]>>(new Map())
  readonly #aborts = new Map<string, AbortController>()
  /** What the fetches that are listed were opened with, to go on with them. */
  readonly #openers = new Map<string, Opener>()

  constructor(open: () => Promise<Files>) {
    this.#open = open
  }

  /** What this tab keeps and serves, the latest first. */
  get shares(): readonly KeptShare[] {
    return this.#shares
  }

  /** Fetches, the latest first; each share once. */
  get transfers(): readonly Transfer[] {
    return this.#transfers
  }

  /** Who else has a share, as the DHT last said. */
  providersOf(cid: string): readonly PeerName[] | undefined {
    return this.#providers.get(cid)
  }

  /** Shares files as one. @throws what `Files.share` throws */
  async share(
    chosen: readonly ChosenFile[],
    options: { passphrase?: string | undefined; encrypted?: boolean | undefined } = {},
    onRead?: (bytes: number) => void,
  ): Promise<KeptShare> {
    const [files, { sourceOfBlob }] = await Promise.all([
      this.#started(),
      import('../../src/peer/files/file-source.ts'),
    ])
    const sources = chosen.map(({ file, path }) => sourceOfBlob(file, path))
    return files.share(sources, onRead === undefined ? options : { ...options, onRead })
  }

  /** Fetches a share; its transfer shows how far it is. @throws what `Files.fetch` throws */
  async fetch(cid: string, opener: Opener = {}): Promise<FetchedShare> {
    const files = await this.#started()
    const abort = new AbortController()
    this.#aborts.get(cid)?.abort(new DOMException('Begun anew.', 'AbortError'))
    this.#aborts.set(cid, abort)
    this.#openers.set(cid, opener)
    this.#show({ cid, progress: NOTHING, state: 'running' })
    let progress = NOTHING
    const onProgress = (now: FetchProgress): void => {
      progress = now
      if (this.#aborts.get(cid) === abort) this.#show({ cid, progress, state: 'running' })
    }
    try {
      const fetched = await files.fetch(cid, { ...opener, onProgress, signal: abort.signal })
      const sources = fetched.sources.length > 0 ? fetched.sources : progress.sources
      const done = { ...progress, sources }
      this.#show({ cid, progress: done, state: 'done', ms: fetched.ms })
      return fetched
    } catch (thrown) {
      const error = describeError(thrown)
      if (this.#aborts.get(cid) === abort) this.#show({ cid, progress, state: 'failed', error })
      throw thrown
    } finally {
      if (this.#aborts.get(cid) === abort) this.#aborts.delete(cid)
    }
  }

  /** Goes on with a fetch that failed or was ended; its transfer shows what becomes of it. */
  async resume(cid: string): Promise<void> {
    await this.fetch(cid, this.#openers.get(cid)).catch(() => undefined)
  }

  /** Ends a fetch; what came is kept for a while, to go on from there. */
  cancel(cid: string): void {
    this.#aborts.get(cid)?.abort(new DOMException('You stopped it.', 'AbortError'))
  }

  /** Takes the end of a fetch off the list. */
  forget(cid: string): void {
    this.#openers.delete(cid)
    this.#transfers = this.#transfers.filter((transfer) => transfer.cid !== cid)
  }

  /** Keeps and serves a share no more. */
  async drop(cid: string): Promise<void> {
    const files = await this.#started()
    files.drop(cid)
  }

  /** Asks the DHT who has a share. Never rejects: without an answer the last one stays. */
  async lookForProviders(cid: string): Promise<void> {
    const files = await this.#started()
    const found = await files.providers(cid).catch(() => undefined)
    if (found !== undefined) this.#providers = new Map(this.#providers).set(cid, found)
  }

  /** One file of a share that is kept, as a whole. @throws ShareNotKeptError */
  async blobOf(cid: string, name: string): Promise<Blob> {
    const files = await this.#started()
    const file = this.#shares
      .find((share) => share.cid.toString() === cid)
      ?.manifest.files.find((each) => each.name === name)
    // Each part goes out of the page's memory by itself: all at once they would hold it up.
    const parts: Blob[] = []
    for await (const part of files.read(cid, name)) parts.push(new Blob([new Uint8Array(part)]))
    return new Blob(parts, { type: safeType(file?.type ?? '') })
  }

  #started(): Promise<Files> {
    return (this.#files ??= this.#start())
  }

  async #start(): Promise<Files> {
    const files = await this.#open()
    const read = (): void => {
      this.#shares = files
        .shares()
        .map((share) => ({ ...share }))
        .reverse()
    }
    files.onChange(read)
    read()
    return files
  }

  #show(transfer: Transfer): void {
    const others = this.#transfers.filter(({ cid }) => cid !== transfer.cid)
    this.#transfers = [transfer, ...others]
  }
}

const opened = new WeakMap<Session, SessionFiles>()

/** The files of a session, the same wherever they are asked for; only a room has them. */
export function filesOf(session: Session | undefined): SessionFiles | undefined {
  if (session?.files === undefined) return undefined
  const existing = opened.get(session)
  if (existing !== undefined) return existing
  const { files } = session
  const made = new SessionFiles(() => files.call(session))
  opened.set(session, made)
  return made
}

/** A type of another peer's is never one that a browser would run on this page's origin. */
function safeType(type: string): string {
  return /^(image\/(png|jpeg|gif|webp)|audio\/|video\/|text\/plain)/.test(type)
    ? type
    : 'application/octet-stream'
}
