// The versions of a record under /m/: each names the hash of the one before, which is kept under /c/.

import type { RecordKey } from '../../kad/kad-id.ts'
import { InvalidKeyError, parseRecordKey } from '../../kad/record-key.ts'
import { InvalidSignatureError, RecordNotFoundError } from '../errors.ts'
import { findValue } from './get-record.ts'
import type { RecordContext } from './holders.ts'
import { publisherOf, type SignedKey } from './namespaces.ts'
import type { History, VersionResult } from './results.ts'
import { openSigned, type SignedValue } from './signed-value.ts'
import { decodeValue } from './value.ts'

/** Versions that are walked back to unless more are asked for. */
const LIMIT = 20

/**
 * Walks back through the versions of a record, until the first, `limit`, or one that is not
 * kept any more or is not of the same publisher.
 *
 * @throws InvalidKeyError, RecordNotFoundError, NoContactsError
 */
export async function historyOf(
  context: RecordContext,
  text: string,
  { limit = LIMIT, signal }: { limit?: number; signal?: AbortSignal } = {},
): Promise<History> {
  const parsed = parseRecordKey(text)
  if (parsed.namespace !== 'm') {
    throw new InvalidKeyError(text, 'only records under /m/ have versions')
  }
  const { best } = await findValue(context, parsed.key, { signal })
  if (best?.signed === undefined) throw new RecordNotFoundError(parsed.key)
  const versions = [best.signed]
  let last: SignedValue | undefined = best.signed
  while (last?.previous !== undefined && versions.length < limit) {
    last = await versionBefore(context, parsed, last, signal)
    if (last !== undefined) versions.push(last)
  }
  const complete = versions.at(-1)?.previous === undefined
  return { key: parsed.key, versions: versions.map(resultOf), complete }
}

async function versionBefore(
  context: RecordContext,
  parsed: SignedKey,
  { previous, sequence }: SignedValue,
  signal: AbortSignal | undefined,
): Promise<SignedValue | undefined> {
  const key = `/c/${previous ?? ''}` as RecordKey
  const { best } = await findValue(context, key, { signal, background: true })
  if (best === undefined) return undefined
  try {
    const signed = await openSigned(parsed.key, publisherOf(parsed), best.value)
    return signed.sequence < sequence ? signed : undefined
  } catch (thrown) {
    if (thrown instanceof InvalidSignatureError) return undefined
    throw thrown
  }
}

function resultOf({
  sequence,
  publishedAt,
  hash,
  previous,
  deleted,
  content,
}: SignedValue): VersionResult {
  return {
    sequence,
    publishedAt,
    hash,
    ...(previous === undefined ? {} : { previous }),
    deleted,
    ...(deleted ? {} : { value: decodeValue(content) }),
  }
}
