// Asking any peer what it holds, and answering the same of the own one.

import type { Stream } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { lpStream } from '@libp2p/utils'
import * as v from 'valibot'
import { describeError } from '../../base/errors.ts'
import { limitedSignal } from '../../base/limited-signal.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { parseRecordKey } from '../../kad/record-key.ts'
import { RecordNotFoundError } from '../errors.ts'
import { peerIdOf } from '../peer-ids.ts'
import { readSigned } from '../records/signed-value.ts'
import { answerRequest, type InventorySource } from './answer.ts'
import { InventoryRefusedError, InventoryUnavailableError, TooManyRequestsError } from './errors.ts'
import {
  answerSchema,
  decodeMessage,
  encodeMessage,
  fromBase64,
  inventoryProtocolOf,
  longestMessage,
  requestSchema,
  resultSchemas,
  toBase64,
  type InventoryAnswer,
  type InventoryEntry,
  type InventoryPage,
  type InventoryRequest,
  type InventoryStats,
  type RequestType,
  type ResultOf,
} from './protocol.ts'
import { createRateLimit } from './rate-limit.ts'

/** The longest that one request may take, in milliseconds. */
const REQUEST_MS = 5_000

interface Abortable {
  readonly signal?: AbortSignal
}

/**
 * What one peer holds, as it says itself.
 *
 * Every method throws InventoryUnavailableError, TooManyRequestsError or InventoryRefusedError.
 */
export interface Inventory {
  /** A page of its shelf by key, tombstones too; `limit` is 100 at most. @default the first 100 */
  list(options?: Abortable & { after?: string; limit?: number }): Promise<InventoryPage>
  stats(options?: Abortable): Promise<InventoryStats>
  /** The raw bytes of a copy: of a signed record its envelope. */
  get(key: string, options?: Abortable): Promise<{ value: Uint8Array; entry: InventoryEntry }>
  /** Hands it a copy, which it checks like any other. */
  store(key: string, value: Uint8Array, options?: Abortable): Promise<InventoryEntry>
  /** Has it replace a record of the own peer by a tombstone. @throws NotPublisherError */
  remove(key: string, options?: Abortable): Promise<void>
}

export interface InventoryInit extends InventorySource {
  readonly components: Pick<KadDHTComponents, 'registrar' | 'connectionManager'>
  /** The DHT's protocol, from which that of its inventories is made. */
  readonly protocol: string
  /** Signs a tombstone in place of a version. @throws NotPublisherError */
  readonly sealTombstone: (
    key: string,
    latest: { readonly sequence: number; readonly hash: string },
  ) => Promise<Uint8Array>
  /** Ends all requests when the peer stops. */
  readonly stopped: AbortSignal
}

/** Answers others, and gives access to the inventory of any peer. */
export interface Inventories {
  of(peer: PeerName): Inventory
  start(): Promise<void>
  stop(): Promise<void>
}

/** Makes the inventories as one peer sees them. */
export function createInventories(init: InventoryInit): Inventories {
  const { components, own } = init
  const protocol = inventoryProtocolOf(init.protocol)
  const maxDataLength = longestMessage(init.maxValueBytes)
  const limit = createRateLimit({ now: () => init.clock.now() })

  async function serve(stream: Stream, asker: PeerName): Promise<void> {
    const bounded = limitedSignal(init.clock, REQUEST_MS, init.stopped)
    try {
      const messages = lpStream(stream, { maxDataLength })
      const request = (await messages.read(bounded)).subarray()
      await messages.write(encodeMessage(await answerTo(init, limit, asker, request)), bounded)
      await stream.close(bounded)
    } catch (thrown) {
      stream.abort(thrown instanceof Error ? thrown : new Error(String(thrown)))
    } finally {
      bounded.clear()
    }
  }

  async function ask(
    peer: PeerName,
    request: InventoryRequest,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    if (peer === own)
      return resultOf(peer, await answerTo(init, () => undefined, own, encodeMessage(request)))
    const bounded = limitedSignal(init.clock, REQUEST_MS, init.stopped, signal)
    try {
      const to = peerIdOf(peer)
      const { signal: within } = bounded
      const stream = await components.connectionManager.openStream(to, protocol, {
        signal: within,
      })
      const messages = lpStream(stream, { maxDataLength })
      await messages.write(encodeMessage(request), bounded)
      const answer = v.parse(answerSchema, decodeMessage((await messages.read(bounded)).subarray()))
      void stream.close(bounded).catch(() => undefined)
      return resultOf(peer, answer)
    } catch (thrown) {
      if (thrown instanceof InventoryRefusedError || thrown instanceof TooManyRequestsError)
        throw thrown
      throw new InventoryUnavailableError(peer, describeError(thrown).message)
    } finally {
      bounded.clear()
    }
  }

  async function call<Type extends RequestType>(
    peer: PeerName,
    request: Extract<InventoryRequest, { type: Type }>,
    { signal }: Abortable,
  ): Promise<ResultOf<Type>> {
    const result = v.safeParse(resultSchemas[request.type], await ask(peer, request, signal))
    if (!result.success) throw new InventoryUnavailableError(peer, 'its answer makes no sense')
    return result.output
  }

  function inventoryOf(peer: PeerName): Inventory {
    const fetch = (key: RecordKey, options: Abortable): Promise<ResultOf<'GET'>> =>
      call<'GET'>(peer, { type: 'GET', key }, options)
    return {
      list({ after, limit: most, ...options } = {}) {
        const from = after === undefined ? {} : { after: after as RecordKey }
        const request = {
          type: 'LIST',
          ...from,
          ...(most === undefined ? {} : { limit: most }),
        } as const
        return call<'LIST'>(peer, request, options)
      },
      stats: (options = {}) => call<'STATS'>(peer, { type: 'STATS' }, options),
      async get(text, options = {}) {
        const { value, entry } = await fetch(parseRecordKey(text).key, options)
        return { value: fromBase64(value), entry }
      },
      store(text, value, options = {}) {
        const { key } = parseRecordKey(text)
        return call<'STORE'>(peer, { type: 'STORE', key, value: toBase64(value) }, options)
      },
      async remove(text, options = {}) {
        const { key } = parseRecordKey(text)
        // A key without a publisher is refused here already.
        await init.sealTombstone(key, { sequence: 0, hash: '0'.repeat(64) })
        const { value, entry } = await fetch(key, options)
        if (entry.deleted) throw new RecordNotFoundError(key)
        const tombstone = await init.sealTombstone(key, readSigned(fromBase64(value)))
        await call<'DELETE'>(peer, { type: 'DELETE', key, value: toBase64(tombstone) }, options)
      },
    }
  }

  return {
    of: inventoryOf,
    async start() {
      await components.registrar.handle(protocol, (stream, { remotePeer }) =>
        serve(stream, remotePeer.toString() as PeerName),
      )
    },
    stop: () => components.registrar.unhandle(protocol),
  }
}

/** The answer to a request as it came in; refusals are answers too. */
async function answerTo(
  init: InventoryInit,
  limit: (asker: PeerName) => void,
  asker: PeerName,
  bytes: Uint8Array,
): Promise<InventoryAnswer> {
  try {
    limit(asker)
    const request = v.parse(requestSchema, decodeMessage(bytes))
    return { ok: true, result: await answerRequest(init, asker, request) }
  } catch (thrown) {
    const { name, message } = describeError(thrown)
    const tooMany = thrown instanceof TooManyRequestsError ? thrown : undefined
    // Whoever asks without end must not fill the room's log as well.
    if (tooMany?.again !== true) init.tell({ kind: 'rpc.refused', from: asker, reason: name })
    const retry = tooMany === undefined ? {} : { retryMs: tooMany.retryMs }
    return { ok: false, error: { name, message: message.slice(0, 300), ...retry } }
  }
}

function resultOf(peer: PeerName, answer: InventoryAnswer): unknown {
  if (answer.ok) return answer.result
  const { name, message, retryMs } = answer.error
  if (retryMs !== undefined) throw new TooManyRequestsError(retryMs)
  throw new InventoryRefusedError(peer, name, message)
}
