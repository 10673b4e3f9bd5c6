// What a user stores, as records: which key it gets, and signed versions where the key has a publisher.

import type { PrivateKey } from '@libp2p/interface'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { contentKey, InvalidKeyError, parseRecordKey } from '../../kad/record-key.ts'
import {
  NotPublisherError,
  RecordDeletedError,
  RecordNotFoundError,
  SequenceError,
} from '../errors.ts'
import { findValue } from './get-record.ts'
import type { RecordContext } from './holders.ts'
import { isSignedKey, publisherOf, type SignedKey } from './namespaces.ts'
import { putBytes } from './put-record.ts'
import { tellRefusal } from './refusals.ts'
import type { PutOptions, PutResult, RecordValue, WriteOptions } from './results.ts'
import { sealValue, type SignedValue } from './signed-value.ts'
import { encodeValue } from './value.ts'

/** What publishing needs beside the record layer's context. */
export interface PublishContext extends RecordContext {
  readonly privateKey: PrivateKey
  /** The highest sequence number that this peer has given to each of its records. */
  readonly sequences: Map<RecordKey, number>
}

/**
 * Stores a value under the key that the options ask for, signed where the key wants that.
 *
 * @throws InvalidKeyError, NotPublisherError, SequenceError, and as `putBytes`
 */
export async function putRecord(
  context: PublishContext,
  value: RecordValue,
  options: PutOptions = {},
): Promise<PutResult> {
  const content = encodeValue(value)
  const text = keyOf(context.own, content, options)
  return tellRefusal(context, text, async () => {
    const parsed = parseRecordKey(text)
    if (!isSignedKey(parsed)) return putBytes(context, { key: parsed.key, value: content }, options)
    return putVersion(context, parsed, { content, deleted: false }, options)
  })
}

/**
 * Puts a tombstone in the place of a record of the own peer.
 *
 * @throws InvalidKeyError, NotPublisherError, RecordNotFoundError, RecordDeletedError, and as `putBytes`
 */
export async function removeRecord(
  context: PublishContext,
  text: string,
  options: WriteOptions = {},
): Promise<PutResult> {
  return tellRefusal(context, text, async () => {
    const parsed = parseRecordKey(text)
    if (!isSignedKey(parsed)) throw new NotPublisherError(parsed.key)
    return putVersion(context, parsed, { content: new Uint8Array(), deleted: true }, options)
  })
}

/** Makes the tombstone of a record whose latest version is `latest`. @throws NotPublisherError */
export async function sealTombstone(
  context: PublishContext,
  text: string,
  latest: Pick<SignedValue, 'sequence' | 'hash'>,
): Promise<Uint8Array> {
  return tellRefusal(context, text, async () => {
    const parsed = parseRecordKey(text)
    if (!isSignedKey(parsed)) throw new NotPublisherError(parsed.key)
    assertPublisher(context, parsed)
    const sequence = latest.sequence + 1
    const common = { publishedAt: context.clock.now(), previous: latest.hash }
    const version = { ...common, sequence, deleted: true, content: new Uint8Array() }
    return sealValue(parsed.key, version, context.privateKey)
  })
}

function keyOf(own: PeerName, content: Uint8Array, options: PutOptions): string {
  const { key, name, namespace = name === undefined ? 'c' : 'm' } = options
  if (key !== undefined) return key
  if (namespace === 'c') return contentKey(content)
  if (name === undefined) throw new InvalidKeyError(`/${namespace}/`, 'a name is missing')
  return namespace === 'm' ? `/m/${own}/${name}` : `/u/${name}`
}

interface NextVersion {
  readonly content: Uint8Array
  readonly deleted: boolean
}

/** Signs the next version of a record and stores it; the one that it replaces is kept under /c/. */
async function putVersion(
  context: PublishContext,
  parsed: SignedKey,
  { content, deleted }: NextVersion,
  options: WriteOptions & Pick<PutOptions, 'sequence'>,
): Promise<PutResult> {
  const { key } = parsed
  assertPublisher(context, parsed)
  const { best } = await findValue(context, key, { signal: options.signal, background: true })
  const latest = best?.signed
  if (deleted && latest === undefined) throw new RecordNotFoundError(key)
  if (deleted && latest?.deleted === true) throw new RecordDeletedError(key)
  const highest = Math.max(latest?.sequence ?? 0, context.sequences.get(key) ?? 0)
  const sequence = options.sequence ?? highest + 1
  if (sequence <= highest) throw new SequenceError(key, sequence, highest)
  if (best !== undefined && parsed.namespace === 'm') await keepVersion(context, best.value)
  const publishedAt = context.clock.now()
  const version = { sequence, publishedAt, previous: latest?.hash, deleted, content }
  const value = await sealValue(key, version, context.privateKey)
  const result = await putBytes(context, { key, value }, options)
  context.sequences.set(key, sequence)
  return result
}

async function keepVersion(context: PublishContext, envelope: Uint8Array): Promise<void> {
  await putBytes(context, { key: contentKey(envelope), value: envelope })
}

function assertPublisher(context: PublishContext, parsed: SignedKey): void {
  if (publisherOf(parsed) !== context.own) throw new NotPublisherError(parsed.key)
}
