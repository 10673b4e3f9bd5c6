// The requests of another peer on one stream: what the own peer served, and what it refused.

import type { RpcType } from '../../event/schema.ts'
import type { EventOf } from '../../event/event.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { isRecordKey } from '../../kad/record-key.ts'
import type { Message } from '../messages/message.ts'
import { readRecord } from '../messages/read-record.ts'
import { subjectOf, type Subject } from './message-subject.ts'
import type { TapInit } from './tap-init.ts'

/** A request that has not been answered. */
interface Pending {
  readonly type: RpcType
  readonly subject: Subject
  readonly at: number
  /** Ends the wait for the copy that came with it. */
  readonly received: (() => void) | undefined
}

/** Tells of each request that is served or refused on an incoming stream. */
export class ServedRequests {
  readonly #init: TapInit
  readonly #from: PeerName
  #pending: Pending | undefined

  constructor(from: PeerName, init: TapInit) {
    this.#init = init
    this.#from = from
  }

  /** A request has come in. */
  read(request: Message): void {
    const { type } = request
    const subject = subjectOf(request)
    const received = type === 'PUT_VALUE' ? this.#receiving(subject, request) : undefined
    this.#pending = { type, subject, at: this.#init.clock.now(), received }
  }

  /** Its answer goes out, with so many bytes. */
  answered(answer: Message, bytes: number): void {
    const request = this.#end()
    if (request === undefined) return
    const { clock, tell, shelf } = this.#init
    const { type, subject, at } = request
    const { target, key } = subject
    const now = clock.now()
    const event: EventOf<'rpc.served'> = {
      kind: 'rpc.served',
      from: this.#from,
      bytes,
      ms: now - at,
      type,
      target,
    }
    if (key !== undefined) event.key = key
    tell(event, now)
    if (type !== 'GET_VALUE' || key === undefined) return
    if (answer.record === undefined || !shelf.countServed(key)) return
    tell({ kind: 'record.served', key, to: this.#from, bytes })
  }

  /** The own side gives the stream up. */
  refused(error: Error): void {
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

  /** The stream has ended. */
  ended(): void {
    this.#end()
  }

  /** Awaits the copy that comes with a request; returns what ends that. */
  #receiving({ key }: Subject, request: Message): (() => void) | undefined {
    const record = request.record === undefined ? undefined : readRecord(request.record)
    if (key === undefined || record === undefined) return undefined
    return this.#init.shelf.receiving(key, { from: this.#from, ...record })
  }

  #end(): Pending | undefined {
    const ended = this.#pending
    this.#pending = undefined
    ended?.received?.()
    return ended
  }
}
