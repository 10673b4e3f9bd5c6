// What is looked at: peers, one key, one lookup, shared by all views.

import type { PeerName, RecordKey } from '../../src/kad/kad-id.ts'
import { MAX_SELECTED, type Selected } from './address.ts'

/** The one selection of the page. Selecting what is selected already lets it go. */
export class Selection {
  #peers = $state.raw<readonly PeerName[]>([])
  #key = $state.raw<RecordKey | undefined>()
  #lookup = $state.raw<string | undefined>()
  /** What the pointer is over: shown everywhere, not in the address. */
  hovered = $state.raw<PeerName | undefined>()

  constructor(start: Selected) {
    this.#peers = start.peers
    this.#key = start.key
    this.#lookup = start.lookup
  }

  /** The selected peers, the latest last. */
  get peers(): readonly PeerName[] {
    return this.#peers
  }

  /** The peer that was selected last. */
  get peer(): PeerName | undefined {
    return this.#peers.at(-1)
  }

  get key(): RecordKey | undefined {
    return this.#key
  }

  get lookup(): string | undefined {
    return this.#lookup
  }

  /** Whether anything is selected. */
  get any(): boolean {
    return this.#peers.length > 0 || this.#key !== undefined || this.#lookup !== undefined
  }

  /** Selects one peer in place of others, or adds it to them. */
  selectPeer(peer: PeerName, { add = false }: { add?: boolean } = {}): void {
    const rest = this.#peers.filter((other) => other !== peer)
    if (add) {
      this.#peers = this.has(peer) ? rest : [...rest, peer].slice(-MAX_SELECTED)
    } else {
      this.#peers = this.has(peer) && rest.length === 0 ? [] : [peer]
    }
  }

  /** Whether a peer is selected. */
  has(peer: PeerName): boolean {
    return this.#peers.includes(peer)
  }

  /** Shows a key; the same one again stays. */
  showKey(key: RecordKey | undefined): void {
    this.#key = key
  }

  /** Shows a lookup; the same one again stays. */
  showLookup(lookup: string | undefined): void {
    this.#lookup = lookup
  }

  /** Lets everything go. */
  clear(): void {
    this.#peers = []
    this.#key = undefined
    this.#lookup = undefined
  }
}
