// What the own peer refuses to send is told, as what a holder refuses to keep is.

import * as v from 'valibot'
import { describeError } from '../../base/errors.ts'
import { recordKey } from '../../event/schema.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { InvalidKeyError } from '../../kad/record-key.ts'
import { InvalidSignatureError, NotPublisherError, SequenceError } from '../errors.ts'
import type { Tell } from '../teller.ts'
import { ValueTooLargeError, WrongHashError } from './namespaces.ts'

/** Faults of what was to be written, as against those of the network. */
const FAULTS = [
  InvalidKeyError,
  InvalidSignatureError,
  NotPublisherError,
  SequenceError,
  ValueTooLargeError,
  WrongHashError,
]

/**
 * Runs a write of the own peer to the key that `text` should be; tells of one that is refused
 * before anything is sent, unless that does not even look like a key.
 *
 * @throws what `write` throws
 */
export async function tellRefusal<Result>(
  { own, tell }: { readonly own: PeerName; readonly tell: Tell },
  text: string,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write()
  } catch (thrown) {
    const { output: key, success: canBeTold } = v.safeParse(recordKey, text)
    if (canBeTold && FAULTS.some((fault) => thrown instanceof fault)) {
      tell({ kind: 'record.rejected', key, from: own, reason: describeError(thrown).name })
    }
    throw thrown
  }
}
