// The value of a signed record: who published what, the how manieth version it is, and the proof.
//
// Under /m/ and /n/ a record's value is this envelope; numbers are big-endian:
//
//   offset  bytes
//   0       4      ASCII "KSR1"
//   4       1      flags: 1 deleted (a tombstone, without content), 2 has a version before
//   5       8      sequence number, from 0 to 2^53 - 1
//   13      8      time of publication, milliseconds since the epoch
//   21      0, 32  with flag 2: SHA-256 of the envelope of the version before
//   …       2 + n  the publisher's public key as libp2p's PublicKey protobuf, its length first
//   …       2 + n  the signature, its length first
//   …       rest   the content
//
// What is signed is the UTF-8 of "kadscope-record:", the record's key and a line feed, then
// the envelope from its beginning up to the public key, then the content.

import { publicKeyFromProtobuf, publicKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey, PublicKey } from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { equals } from 'uint8arrays/equals'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { InvalidSignatureError } from '../errors.ts'

/** What a publisher says of one version of a record. */
export interface Version {
  /** Counts up from version to version. */
  readonly sequence: number
  /** Milliseconds since the epoch, by the publisher's clock. */
  readonly publishedAt: number
  /** SHA-256 of the envelope of the version before, as hex digits. */
  readonly previous: string | undefined
  /** A tombstone: the record is deleted, and `content` is empty. */
  readonly deleted: boolean
  readonly content: Uint8Array
}

/** A version with what proves it. */
export interface SignedValue extends Version {
  readonly publicKey: PublicKey
  readonly publisher: PeerName
  readonly signature: Uint8Array
  /** SHA-256 of the envelope, as hex digits: what the next version calls the one before. */
  readonly hash: string
}

const MAGIC = utf8ToBytes('KSR1')
const DELETED = 1
const HAS_PREVIOUS = 2
const HEAD_BYTES = 21
const HASH_BYTES = 32

/**
 * Signs a version of the record `key` and makes its envelope.
 *
 * @throws RangeError when the sequence number is none
 */
export async function sealValue(
  key: RecordKey,
  version: Version,
  privateKey: PrivateKey,
): Promise<Uint8Array> {
  const { sequence } = version
  if (!Number.isSafeInteger(sequence) || sequence < 0) {
    throw new RangeError(`sequence must be a whole number from 0, but is ${sequence}`)
  }
  const head = encodeHead(version)
  const signature = await privateKey.sign(signedBytes(key, head, version.content))
  const publicKey = publicKeyToProtobuf(privateKey.publicKey)
  return concatBytes(head, prefixed(publicKey), prefixed(signature), version.content)
}

/**
 * Takes an envelope apart, without a look at its signature.
 *
 * @throws InvalidSignatureError when it is no envelope
 */
export function readSigned(bytes: Uint8Array): SignedValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (!MAGIC.every((byte, at) => bytes[at] === byte)) throw new RangeError('no KSR1')
    const flags = view.getUint8(4)
    if (flags > (DELETED | HAS_PREVIOUS)) throw new RangeError('unknown flags')
    const headEnd = HEAD_BYTES + ((flags & HAS_PREVIOUS) === 0 ? 0 : HASH_BYTES)
    const keyEnd = headEnd + 2 + view.getUint16(headEnd)
    const signatureEnd = keyEnd + 2 + view.getUint16(keyEnd)
    if (signatureEnd > bytes.length) throw new RangeError('cut off')
    const publicKey = publicKeyFromProtobuf(bytes.subarray(headEnd + 2, keyEnd))
    // Another spelling of the same key would make another hash of the same version.
    const spelled = publicKeyToProtobuf(publicKey)
    if (!equals(spelled, bytes.subarray(headEnd + 2, keyEnd))) throw new RangeError('not canonical')
    const content = bytes.subarray(signatureEnd)
    const deleted = (flags & DELETED) !== 0
    if (deleted && content.length > 0) throw new RangeError('a tombstone with content')
    return {
      sequence: readNumber(view, 5),
      publishedAt: readNumber(view, 13),
      previous:
        headEnd === HEAD_BYTES ? undefined : bytesToHex(bytes.subarray(HEAD_BYTES, headEnd)),
      deleted,
      content,
      publicKey,
      publisher: peerIdFromPublicKey(publicKey).toString() as PeerName,
      signature: bytes.subarray(keyEnd + 2, signatureEnd),
      hash: bytesToHex(sha256(bytes)),
    }
  } catch {
    throw new InvalidSignatureError('The value is not a signed envelope: see the record format.')
  }
}

/**
 * Takes an envelope apart and checks that `publisher` signed it for the record `key`.
 *
 * @throws InvalidSignatureError
 */
export async function openSigned(
  key: RecordKey,
  publisher: PeerName,
  bytes: Uint8Array,
): Promise<SignedValue> {
  const signed = readSigned(bytes)
  if (signed.publisher !== publisher) {
    throw new InvalidSignatureError(`${key} was signed by ${signed.publisher}, not its publisher.`)
  }
  const message = signedBytes(key, encodeHead(signed), signed.content)
  if (!(await isSignature(signed, message))) throw new InvalidSignatureError()
  return signed
}

/**
 * Which of two versions of one record counts, the same everywhere: positive when `a` does,
 * 0 when they are the same. The higher sequence; of equal ones the greater hash.
 */
export function compareVersions(
  a: Pick<SignedValue, 'sequence' | 'hash'>,
  b: Pick<SignedValue, 'sequence' | 'hash'>,
): number {
  if (a.sequence !== b.sequence) return a.sequence - b.sequence
  if (a.hash === b.hash) return 0
  return a.hash > b.hash ? 1 : -1
}

async function isSignature(signed: SignedValue, message: Uint8Array): Promise<boolean> {
  try {
    return await signed.publicKey.verify(message, signed.signature)
  } catch {
    return false
  }
}

function signedBytes(key: RecordKey, head: Uint8Array, content: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes(`kadscope-record:${key}\n`), head, content)
}

function encodeHead({ sequence, publishedAt, previous, deleted }: Version): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES)
  const view = new DataView(head.buffer)
  head.set(MAGIC)
  view.setUint8(4, (deleted ? DELETED : 0) | (previous === undefined ? 0 : HAS_PREVIOUS))
  view.setBigUint64(5, BigInt(sequence))
  view.setBigUint64(13, BigInt(Math.floor(publishedAt)))
  return previous === undefined ? head : concatBytes(head, hexToBytes(previous))
}

function prefixed(bytes: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes)
}

function readNumber(view: DataView, at: number): number {
  const value = view.getBigUint64(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a number is too large')
  return Number(value)
}
