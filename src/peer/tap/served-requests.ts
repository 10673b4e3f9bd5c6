// The requests of another peer on one stream: what the own peer served, and what it refused.

import type { EventOf } from '../../event/event.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { isRecordKey } from '../../kad/record-key.ts'
import type { Seen } from '../ledger.ts'
import type { Message } from '../messages/message.ts'
import { readRecord } from '../messages/read-record.ts'
import { subjectOf } from './message-subject.ts'
import type { TapInit } from './tap-init.ts'

/** Tells of each request that is served or refused on an incoming stream. */
export class ServedRequests {
  readonly #init: TapInit
  readonly #from: PeerName
  #pending: ServedRequest | undefined

  constructor(from: PeerName, init: TapInit) {
    this.#init = init
    this.#from = from
  }

  /** A request has come in. */
  read(request: Message): void {
    const received = request.type === 'PUT_VALUE' ? this.#receiving(request) : undefined
    this.#pending = new ServedRequest(this.#from, request, this.#init.clock.now(), received)
  }

  /** Its answer goes out, with so many bytes. */
  answered(answer: Message, bytes: number): void {
    const served = this.#end()
    if (served === undefined) return
    const { clock, teller, shelf } = this.#init
    const now = clock.now()
    served.answered(now, bytes)
    teller.tellSeen('rpc.served', served, now)
    if (served.request.type !== 'GET_VALUE' || answer.record === undefined) return
    const { key } = subjectOf(served.request)
    if (key === undefined || !shelf.countServed(key)) return
    teller.tell({ kind: 'record.served', key, to: this.#from, bytes })
  }

  /** The own side gives the stream up. */
  refused(error: Error): void {
    const served = this.#end()
    if (served === undefined) return
    const { teller, shelf } = this.#init
    const { key } = subjectOf(served.request)
    // kad-dht has no name of its own for keys of other namespaces.
    const reason = key === undefined || isRecordKey(key) ? error.name : 'InvalidKeyError'
    if (served.request.type === 'PUT_VALUE' && key !== undefined) {
      shelf.countRefused()
      teller.tell({ kind: 'record.rejected', key, from: this.#from, reason })
    }
    teller.tell({ kind: 'rpc.refused', from: this.#from, reason })
  }

  /** The stream has ended. */
  ended(): void {
    this.#end()
  }

  /** Awaits the copy that comes with a request; returns what ends that. */
  #receiving(request: Message): (() => void) | undefined {
    const { key } = subjectOf(request)
    const record = request.record === undefined ? undefined : readRecord(request.record)
    if (key === undefined || record === undefined) return undefined
    return this.#init.shelf.receiving(key, { from: this.#from, ...record })
  }

  #end(): ServedRequest | undefined {
    const ended = this.#pending
    this.#pending = undefined
    ended?.received?.()
    return ended
  }
}

/** A request, from when it came in to when its answer went out. */
class ServedRequest implements Seen {
  readonly #from: PeerName
  readonly request: Message
  readonly #at: number
  /** Ends the wait for the copy that came with it. */
  readonly received: (() => void) | undefined
  #answeredAt = 0
  #bytes = 0

  constructor(from: PeerName, request: Message, at: number, received: (() => void) | undefined) {
    this.#from = from
    this.request = request
    this.#at = at
    this.received = received
  }

  answered(at: number, bytes: number): void {
    this.#answeredAt = at
    this.#bytes = bytes
  }

  say(): EventOf<'rpc.served'> {
    const { target, key } = subjectOf(this.request)
    const event: EventOf<'rpc.served'> = {
      kind: 'rpc.served',
      from: this.#from,
      bytes: this.#bytes,
      ms: this.#answeredAt - this.#at,
      type: this.request.type,
      target,
    }
    if (key !== undefined) event.key = key
    return event
  }
}
