// Names under /n/: the key of an announcement, and where the index of a namespace lies.

import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { CID } from 'multiformats/cid'
import { create as createDigest } from 'multiformats/hashes/digest'
import type { PeerName, RecordKey } from './kad-id.ts'
import { parseRecordKey } from './record-key.ts'

const RAW = 0x55
const SHA2_256 = 0x12

/**
 * The key under which a peer announces itself in a namespace.
 *
 * @throws InvalidKeyError when the namespace is no name
 */
export function announcementKey(namespace: string, peer: PeerName): RecordKey {
  return parseRecordKey(`/n/${namespace}/${peer}`).key
}

/**
 * The index of a namespace: its members are the providers of this CID, whose multihash is
 * the SHA-256 of `/n/<namespace>`.
 */
export function namespaceIndex(namespace: string): CID {
  return CID.createV1(RAW, createDigest(SHA2_256, sha256(utf8ToBytes(`/n/${namespace}`))))
}

/** The namespace in which those who published documents with a word announce them. */
export function wordNamespace(word: string): string {
  return `word:${word}`
}
