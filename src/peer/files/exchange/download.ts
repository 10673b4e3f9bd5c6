// A download: finds providers of a share in the DHT and shares the wanted blocks out among them.
// When one dies its blocks are asked of the others; when all are gone the DHT is asked again.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { CID } from 'multiformats/cid'
import { delay, type Clock } from '../../../base/clock.ts'
import { describeError } from '../../../base/errors.ts'
import type { PeerName } from '../../../kad/kad-id.ts'
import { BlockMissingError, NoProvidersError, RubbishBlockError } from '../errors.ts'
import { MAX_SOURCES } from '../limits.ts'
import type { ProviderRecords } from '../provider-records.ts'
import { drawFrom, type SourceProgress, type SourceState } from './source.ts'
import { Wants } from './wants.ts'

/** A block that was asked for so long ago is asked of another provider too, in milliseconds. */
const LATE_MS = 1_500

/** How often the DHT is asked without a block in between, and the first pause, in milliseconds. */
const SEARCHES = 5
const SEARCH_PAUSE_MS = 2_000

export interface DownloadInit {
  readonly share: CID
  readonly own: PeerName
  readonly records: Pick<ProviderRecords, 'find'>
  readonly connectionManager: KadDHTComponents['connectionManager']
  readonly clock: Clock
  readonly patience: () => number
  /** Providers that sent rubbish before: they are not asked. */
  readonly distrusted: ReadonlySet<PeerName>
  /** A provider sent rubbish. */
  readonly onRubbish: (peer: PeerName, error: RubbishBlockError) => void
  /** Something changed in `sources`. */
  readonly onChange: () => void
  readonly signal?: AbortSignal | undefined
}

interface Source {
  readonly peer: PeerName
  state: SourceState
  blocks: number
  bytes: number
  error: string | undefined
}

/** A running download. */
export class Download {
  readonly #init: DownloadInit
  readonly #wants: Wants
  readonly #sources = new Map<PeerName, Source>()
  readonly #ended = new AbortController()
  readonly #origins: PeerName[] = []
  #more = Promise.withResolvers<undefined>()
  #searching = false
  /** Searches since the last block. */
  #fruitless = 0

  constructor(init: DownloadInit) {
    this.#init = init
    this.#wants = new Wants(() => LATE_MS * init.patience())
    init.signal?.addEventListener('abort', () => {
      this.end(init.signal?.reason)
    })
    if (init.signal?.aborted === true) this.end(init.signal.reason)
    else void this.#search()
  }

  /** The providers that are known, and what came from each. */
  get sources(): SourceProgress[] {
    const ended = this.#ended.signal.aborted
    return [...this.#sources.values()].map(({ error, ...source }) => ({
      ...source,
      state: ended && source.state === 'asked' ? 'done' : source.state,
      ...(error === undefined ? {} : { error }),
    }))
  }

  /** Who sent the first block that came, the second, and so on. */
  get origins(): readonly PeerName[] {
    return this.#origins
  }

  /** One block, checked against its hash. @throws NoProvidersError, or what ended the download */
  async get(cid: CID): Promise<Uint8Array> {
    this.#ended.signal.throwIfAborted()
    const { block } = this.#wants.add(cid)
    this.#wake()
    return block
  }

  /** Ends it; what is still wanted fails with `reason`. */
  end(reason: unknown = new DOMException('The download has ended.', 'AbortError')): void {
    if (this.#ended.signal.aborted) return
    const error = reason instanceof Error ? reason : new Error(String(reason))
    this.#ended.abort(error)
    this.#wants.fail(error)
    this.#wake()
  }

  /** Asks the DHT who has it, until somebody answers or it is of no use any more. */
  async #search(): Promise<void> {
    if (this.#searching) return
    this.#searching = true
    const { records, share, clock } = this.#init
    const { signal } = this.#ended
    try {
      while (!signal.aborted && !this.#isAlive()) {
        if (this.#fruitless >= this.#searchesWorthIt()) {
          this.end(new NoProvidersError())
          return
        }
        if (this.#fruitless > 0) await delay(clock, SEARCH_PAUSE_MS * this.#fruitless, signal)
        this.#fruitless += 1
        for (const source of this.#sources.values()) {
          if (source.state === 'lost') source.state = 'waiting'
        }
        this.#fill()
        const onFound = (peer: PeerName): void => {
          this.#meet(peer)
        }
        await records.find(share, { onFound, signal }).catch(() => undefined)
      }
    } catch {
      // It was ended meanwhile.
    } finally {
      this.#searching = false
    }
  }

  /** Providers that were lost may come back; where there are none, one more look is enough. */
  #searchesWorthIt(): number {
    return [...this.#sources.values()].some(({ state }) => state === 'lost') ? SEARCHES : 2
  }

  /** Whether somebody still answers, or may. */
  #isAlive(): boolean {
    return [...this.#sources.values()].some(({ state }) => state === 'asked' || state === 'waiting')
  }

  #searchIfNeeded(): void {
    if (!this.#ended.signal.aborted && !this.#isAlive()) void this.#search()
  }

  #meet(peer: PeerName): void {
    if (peer === this.#init.own || this.#sources.has(peer)) return
    const distrusted = this.#init.distrusted.has(peer)
    const state = distrusted ? 'refused' : 'waiting'
    const error = distrusted ? new RubbishBlockError('').name : undefined
    this.#sources.set(peer, { peer, state, blocks: 0, bytes: 0, error })
    this.#init.onChange()
    this.#fill()
  }

  /** Asks as many of those that wait as may be asked at once. */
  #fill(): void {
    const all = [...this.#sources.values()]
    let asked = all.filter(({ state }) => state === 'asked').length
    for (const source of all) {
      if (asked >= MAX_SOURCES || this.#ended.signal.aborted) return
      if (source.state !== 'waiting') continue
      asked += 1
      void this.#draw(source)
    }
  }

  async #draw(source: Source): Promise<void> {
    const { connectionManager, clock, patience } = this.#init
    const before = source.blocks
    source.state = 'asked'
    source.error = undefined
    this.#init.onChange()
    try {
      await drawFrom({
        peer: source.peer,
        wants: this.#wants,
        connectionManager,
        clock,
        patience,
        ended: this.#ended.signal,
        onBlock: (bytes) => {
          this.#fruitless = 0
          this.#origins.push(source.peer)
          source.blocks += 1
          source.bytes += bytes
          this.#init.onChange()
        },
        untilMore: () => this.#untilMore(),
      })
      source.state = 'done'
    } catch (thrown) {
      this.#lose(source, thrown, source.blocks > before)
    }
    this.#init.onChange()
    this.#wake()
    this.#fill()
    this.#searchIfNeeded()
  }

  /** @param gave whether blocks came before it broke: then the wire may only have been replaced. */
  #lose(source: Source, thrown: unknown, gave: boolean): void {
    if (this.#ended.signal.aborted) {
      source.state = 'done'
      return
    }
    const rubbish = thrown instanceof RubbishBlockError
    const lost = gave ? 'waiting' : 'lost'
    source.state = rubbish || thrown instanceof BlockMissingError ? 'refused' : lost
    source.error = describeError(thrown).name
    if (rubbish) this.#init.onRubbish(source.peer, thrown)
  }

  /** Until a want is added or released, or one that is owed has become late. */
  async #untilMore(): Promise<void> {
    const waiting = new AbortController()
    const late = delay(this.#init.clock, LATE_MS * this.#init.patience(), waiting.signal)
    await Promise.race([this.#more.promise, late])
    late.catch(() => undefined)
    waiting.abort()
  }

  #wake(): void {
    this.#more.resolve(undefined)
    this.#more = Promise.withResolvers()
  }
}
