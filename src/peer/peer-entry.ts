// What is known of one peer, and how that changes: the rules of libp2p's own peer store.

import {
  InvalidParametersError,
  type Address,
  type Peer,
  type PeerData,
  type PeerId,
  type TagOptions,
} from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { equals } from 'uint8arrays/equals'
import { recent, withAddresses, type KnownAddress } from './peer-addresses.ts'
import { withProtocols } from './peer-protocols.ts'

interface KnownTag {
  readonly value: number
  /** In milliseconds on the book's clock. */
  readonly until: number
}

/** What is known of a peer. */
export interface Entry {
  readonly id: PeerId
  /** By their text, in its order. */
  readonly addresses: ReadonlyMap<string, KnownAddress>
  /** In the order of their names. */
  readonly protocols: readonly string[]
  readonly metadata: ReadonlyMap<string, Uint8Array>
  readonly tags: ReadonlyMap<string, KnownTag>
  readonly peerRecordEnvelope: Uint8Array | undefined
  /** When something was last told of the peer, in milliseconds on the book's clock. */
  readonly toldAt: number
}

/** A peer of whom nothing is known. */
export function newEntry(id: PeerId): Entry {
  return {
    id,
    addresses: NONE,
    protocols: [],
    metadata: NONE,
    tags: NONE,
    peerRecordEnvelope: undefined,
    toldAt: -Infinity,
  }
}

/** Addresses that were heard of since `since`, in milliseconds on the book's clock. */
export function addressesOf({ addresses }: Entry, since: number): Address[] {
  const found: Address[] = []
  for (const { multiaddr, isCertified, heardAt } of addresses.values()) {
    if (heardAt > since) found.push({ multiaddr, isCertified })
  }
  return found
}

/** The peer as others see it: addresses heard of since `since`, tags that are still in force. */
export function peerOf(entry: Entry, since: number, now: number): Peer {
  const { id, protocols, metadata, tags, peerRecordEnvelope } = entry
  const peer: Peer = {
    id,
    addresses: addressesOf(entry, since),
    protocols: [...protocols],
    metadata: new Map(metadata),
    tags: inForce(tags, now),
  }
  if (peerRecordEnvelope !== undefined) peer.peerRecordEnvelope = peerRecordEnvelope
  return peer
}

function inForce(tags: Entry['tags'], now: number): Peer['tags'] {
  const found: Peer['tags'] = new Map()
  for (const [name, tag] of tags) if (tag.until > now) found.set(name, tag)
  return found
}

/**
 * Whether `data` is nothing but addresses and protocols that are known, as most of what is told. The
 * addresses have been heard of again then.
 */
export function saysNothingNew(entry: Entry, data: PeerData, now: number): boolean {
  const { addresses, metadata, tags, publicKey, peerRecordEnvelope } = data
  const more = addresses ?? metadata ?? tags ?? publicKey ?? peerRecordEnvelope
  if (more !== undefined) return false
  const { protocols = [], multiaddrs = [] } = data
  if (!protocols.every((one) => entry.protocols.includes(one))) return false
  const known = multiaddrs.map((one) => entry.addresses.get(one.toString()))
  if (known.includes(undefined)) return false
  for (const address of known) if (address !== undefined) address.heardAt = now
  return true
}

/**
 * The entry after `data` was told: what it names is added or takes the place of what was there.
 * Addresses that were not heard of since `since` go.
 *
 * @throws InvalidParametersError when a tag or a public key is none that the peer can have
 */
export function changed(
  entry: Entry,
  data: PeerData,
  { adds, since, now }: { readonly adds: boolean; readonly since: number; readonly now: number },
): Entry {
  const id = identified(entry.id, data.publicKey)
  const { multiaddrs, addresses, protocols, metadata, tags, peerRecordEnvelope } = data
  const told = addressesTold(multiaddrs, addresses)
  return {
    id,
    addresses:
      told === undefined
        ? entry.addresses
        : withAddresses(id, adds ? recent(entry.addresses, since) : NONE, told, now),
    protocols:
      protocols === undefined
        ? entry.protocols
        : withProtocols(adds ? entry.protocols : [], protocols),
    metadata:
      metadata === undefined
        ? entry.metadata
        : withEntries(adds ? entry.metadata : NONE, metadata, (value) => value),
    tags:
      tags === undefined
        ? entry.tags
        : withEntries(adds ? entry.tags : NONE, tags, (tag) => checkedTag(tag, now)),
    // Of its own, as what was read may be part of a long message.
    peerRecordEnvelope: peerRecordEnvelope?.slice() ?? entry.peerRecordEnvelope,
    toldAt: now,
  }
}

function addressesTold(
  multiaddrs: PeerData['multiaddrs'],
  addresses: PeerData['addresses'],
): readonly Address[] | undefined {
  const bare = multiaddrs?.map((multiaddr) => ({ multiaddr, isCertified: false }))
  return bare === undefined || addresses === undefined
    ? (bare ?? addresses)
    : [...bare, ...addresses]
}

/** Whether two entries say the same; when it was heard of does not count. */
export function isSame(a: Entry, b: Entry): boolean {
  return (
    isSameMap(a.addresses, b.addresses, (x, y) => x.isCertified === y.isCertified) &&
    (a.protocols === b.protocols || a.protocols.join('\n') === b.protocols.join('\n')) &&
    (a.id.publicKey === undefined) === (b.id.publicKey === undefined) &&
    isSameMap(a.metadata, b.metadata, equals) &&
    isSameMap(a.tags, b.tags, (x, y) => x.value === y.value && x.until === y.until) &&
    isSameBytes(a.peerRecordEnvelope, b.peerRecordEnvelope)
  )
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>()

/** The id with its public key, if that was told: ids of RSA keys do not have it in them. */
function identified(id: PeerId, publicKey: PeerData['publicKey']): PeerId {
  if (publicKey === undefined) return id
  const told = peerIdFromPublicKey(publicKey)
  if (!told.equals(id)) throw new InvalidParametersError('the public key is not that of the peer')
  return id.publicKey === undefined ? told : id
}

/** Adds what is told; what is told as undefined goes. */
function withEntries<Told, Kept>(
  kept: ReadonlyMap<string, Kept>,
  told: Map<string, Told | undefined> | Record<string, Told | undefined>,
  read: (value: Told) => Kept,
): ReadonlyMap<string, Kept> {
  const found = new Map(kept)
  const pairs = told instanceof Map ? told : new Map(Object.entries(told))
  for (const [name, value] of pairs) {
    if (value === undefined) found.delete(name)
    else found.set(name, read(value))
  }
  return found
}

/** The greatest value of a tag (libp2p's peer store). */
const GREATEST_TAG = 100

function checkedTag({ value = 0, ttl }: TagOptions, now: number): KnownTag {
  if (!Number.isInteger(value) || value < 0 || value > GREATEST_TAG) {
    throw new InvalidParametersError(`a tag is a whole number from 0 to ${GREATEST_TAG}`)
  }
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0)) {
    throw new InvalidParametersError('a tag lasts for a whole number of milliseconds')
  }
  return { value, until: ttl === undefined ? Infinity : now + ttl }
}

function isSameMap<Value>(
  a: ReadonlyMap<string, Value>,
  b: ReadonlyMap<string, Value>,
  isSameValue: (x: Value, y: Value) => boolean,
): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [name, value] of a) {
    const other = b.get(name)
    if (other === undefined || !isSameValue(value, other)) return false
  }
  return true
}

function isSameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && equals(a, b))
}
