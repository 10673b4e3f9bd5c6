// The requests of another peer on one stream: what the own peer served, and what it refused.

import type { RpcType } from '../../event/schema.ts'
import type { EventOf } from '../../event/event.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { isRecordKey } from '../../kad/record-key.ts'
import { subjectOf, tryRead, type Subject } from './message-subject.ts'
import type { TapInit } from './tap-init.ts'
import type { StreamWatcher } from './watch-stream.ts'

/** A request that has not been answered. */
interface Pending {
  readonly type: RpcType
  readonly subject: Subject
  readonly at: number
  /** Ends the wait for the copy that came with it. */
  readonly received: (() => void) | undefined
}

/** Tells of each request that is served or refused on an incoming stream. */
export class ServedRequests implements StreamWatcher {
  readonly #init: TapInit
  readonly #from: PeerName
  #pending: Pending | undefined

  constructor(from: PeerName, init: TapInit) {
    this.#init = init
    this.#from = from
  }

  onRead(bytes: Uint8Array): void {
    const message = tryRead(bytes)
    if (message === undefined) return
    const { clock, shelf } = this.#init
    const { type, record } = message
    const subject = subjectOf(message)
    const { key } = subject
    const received =
      type === 'PUT_VALUE' && key !== undefined && record !== undefined
        ? shelf.receiving(key, { from: this.#from, ...record })
        : undefined
    this.#pending = { type, subject, at: clock.now(), received }
  }

  onSent(bytes: Uint8Array): void {
    const request = this.#end()
    if (request === undefined) return
    const { clock, tell, shelf } = this.#init
    const { type, subject, at } = request
    const { target, key } = subject
    const now = clock.now()
    const event: EventOf<'rpc.served'> = {
      kind: 'rpc.served',
      from: this.#from,
      bytes: bytes.length,
      ms: now - at,
      type,
      target,
    }
    if (key !== undefined) event.key = key
    tell(event, now)
    if (type !== 'GET_VALUE' || key === undefined) return
    if (tryRead(bytes)?.record === undefined || !shelf.countServed(key)) return
    tell({ kind: 'record.served', key, to: this.#from, bytes: bytes.length })
  }

  onAbort(error: Error): void {
    const request = this.#end()
    if (request === undefined) return
    const { tell, shelf } = this.#init
    const { type, subject } = request
    const { key } = subject
    // kad-dht has no name of its own for keys of other namespaces.
    const reason = key === undefined || isRecordKey(key) ? error.name : 'InvalidKeyError'
    if (type === 'PUT_VALUE' && key !== undefined) {
      shelf.countRefused()
      tell({ kind: 'record.rejected', key, from: this.#from, reason })
    }
    tell({ kind: 'rpc.refused', from: this.#from, reason })
  }

  onClose(): void {
    this.#end()
  }

  #end(): Pending | undefined {
    const ended = this.#pending
    this.#pending = undefined
    ended?.received?.()
    return ended
  }
}
