// One lookup from beginning to end: runs it on kad-dht, bounds its time and tells of both ends.

import { setMaxListeners } from 'main-event'
import type { Clock } from '../base/clock.ts'
import { describeError } from '../base/errors.ts'
import { idPrefix, nextId } from '../base/ids.ts'
import { limitedSignal } from '../base/limited-signal.ts'
import type { EventOf } from '../event/event.ts'
import type { Operation, Outcome } from '../event/schema.ts'
import { kadIdOfBytes, type PeerName, type RecordKey } from '../kad/kad-id.ts'
import type { KadAdapter } from './kad-adapter.ts'
import type { RequestOptions } from './kad-requests.ts'
import type { Tell } from './teller.ts'

/** The longest that a lookup may take, in milliseconds. */
export const LOOKUP_TIMEOUT_MS = 15_000

/** What a lookup needs of its peer. */
export interface LookupContext {
  readonly own: PeerName
  readonly kad: KadAdapter
  /** How many peers are the closest. */
  readonly k: number
  readonly clock: Clock
  readonly tell: Tell
  /** Ends all lookups when the peer stops. */
  readonly stopped: AbortSignal
}

/** What is looked for and why. */
export interface LookupSubject {
  readonly operation: Operation
  /** The DHT key. */
  readonly key: Uint8Array
  /** Its text, when it is a record's. */
  readonly recordKey?: RecordKey
  /** False for what somebody asked for by hand. */
  readonly background: boolean
  readonly signal?: AbortSignal | undefined
}

/** What a lookup came to. */
export interface LookupResult {
  /** Nearest first, the asker left out. */
  readonly closest: PeerName[]
  readonly outcome?: Outcome
}

/**
 * Runs `body` as one lookup. Its messages carry the lookup's id, and its beginning and
 * end are told, whatever becomes of it.
 */
export async function runLookup<Result extends LookupResult>(
  context: LookupContext,
  subject: LookupSubject,
  body: (options: RequestOptions) => Promise<Result>,
): Promise<Result> {
  const { clock, tell } = context
  context.stopped.throwIfAborted()
  const lookup = nextId(idPrefix(context.own))
  const startedAt = clock.now()
  const limit = limitedSignal(clock, LOOKUP_TIMEOUT_MS, context.stopped, subject.signal)
  // Many requests at once listen to it: that is no leak, which Node would warn of.
  setMaxListeners(Infinity, limit.signal)
  const started: EventOf<'lookup.started'> = {
    kind: 'lookup.started',
    lookup,
    operation: subject.operation,
    target: kadIdOfBytes(subject.key),
    background: subject.background,
  }
  if (subject.recordKey !== undefined) started.key = subject.recordKey
  tell(started)
  try {
    const result = await body({ lookup, signal: limit.signal })
    const { closest, outcome = 'done' } = result
    tell({ kind: 'lookup.finished', lookup, outcome, closest, ms: clock.now() - startedAt })
    return result
  } catch (thrown) {
    const error = describeError(thrown).name
    const ms = clock.now() - startedAt
    tell({ kind: 'lookup.finished', lookup, outcome: 'failed', closest: [], ms, error })
    throw thrown
  } finally {
    limit.clear()
  }
}
