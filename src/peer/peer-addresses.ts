// The addresses that are known of one peer, and how what is told adds to them.

import type { Address, PeerId } from '@libp2p/interface'
import { CODE_P2P, multiaddr as parse, type Multiaddr } from '@multiformats/multiaddr'

/** An address of a peer. */
export interface KnownAddress {
  readonly multiaddr: Multiaddr
  readonly isCertified: boolean
  /** In milliseconds on the book's clock; the one thing of what is known of a peer that changes. */
  heardAt: number
}

/** Those heard of since `since`, in milliseconds on the book's clock. */
export function recent(
  addresses: ReadonlyMap<string, KnownAddress>,
  since: number,
): ReadonlyMap<string, KnownAddress> {
  for (const { heardAt } of addresses.values()) {
    if (heardAt <= since) return withoutOld(addresses, since)
  }
  return addresses
}

function withoutOld(
  addresses: ReadonlyMap<string, KnownAddress>,
  since: number,
): ReadonlyMap<string, KnownAddress> {
  return new Map([...addresses].filter(([, { heardAt }]) => heardAt > since))
}

/** Addresses of one peer: anybody may tell of some more. */
const MOST_ADDRESSES = 64

/** Those that are kept and those that were told, by their text and in its order; of too many the latest. */
export function withAddresses(
  id: PeerId,
  kept: ReadonlyMap<string, KnownAddress>,
  told: readonly Address[],
  now: number,
): ReadonlyMap<string, KnownAddress> {
  const found = new Map(kept)
  for (const { multiaddr, isCertified } of told) {
    const bare = withoutOwnId(id, multiaddr)
    const text = bare.toString()
    const certified = isCertified || found.get(text)?.isCertified === true
    found.set(text, { multiaddr: sameFor(text, bare), isCertified: certified, heardAt: now })
  }
  // As most peers have in a Lab.
  if (found.size === 1) return found
  const latest = [...found].sort(([, a], [, b]) => b.heardAt - a.heardAt).slice(0, MOST_ADDRESSES)
  return new Map(latest.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A peer's address without the peer's id at its end; what goes through a relay keeps it. */
function withoutOwnId(id: PeerId, address: Multiaddr): Multiaddr {
  const first = address.getComponents().find(({ code }) => code === CODE_P2P)
  if (first?.value === undefined || first.value !== id.toString()) return address
  return address.decapsulate(parse(`/p2p/${first.value}`))
}

const addressesByText = new Map<string, Multiaddr>()

/** Addresses that are known by their text at most; then it begins anew. */
const MOST_TEXTS = 10_000

/** One object for an address, however many peers of this process know it: each is a kilobyte. */
function sameFor(text: string, address: Multiaddr): Multiaddr {
  const same = addressesByText.get(text)
  if (same !== undefined) return same
  if (addressesByText.size >= MOST_TEXTS) addressesByText.clear()
  addressesByText.set(text, address)
  return address
}
