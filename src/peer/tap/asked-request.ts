// A request of the own peer: that it left, and what became of it.

import { nextId } from '../../base/ids.ts'
import type { EventOf } from '../../event/event.ts'
import { MAX_LIST } from '../../event/schema.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import type { DhtMessage } from './dht-message.ts'
import { subjectOf, tryRead } from './message-subject.ts'
import type { TapInit } from './tap-init.ts'
import type { StreamWatcher } from './watch-stream.ts'

/** Tells of one request, from before there is a stream for it. */
export class AskedRequest implements StreamWatcher {
  readonly #init: TapInit
  readonly #to: PeerName
  /** Which lookup it is part of, and on which of its paths. */
  readonly #lookup: string | undefined
  readonly #path: number | undefined
  readonly #rpc: string
  readonly #startedAt: number
  #state: 'dialing' | 'sent' | 'ended' = 'dialing'
  #sentAt = 0
  /** Whether nobody answers it. */
  #isSilent = false

  constructor(to: PeerName, lookup: string | undefined, path: number | undefined, init: TapInit) {
    this.#init = init
    this.#to = to
    this.#lookup = lookup
    this.#path = path
    this.#rpc = nextId(init.idPrefix)
    this.#startedAt = init.clock.now()
  }

  onSent(bytes: Uint8Array): void {
    if (this.#state !== 'dialing') return
    const message = tryRead(bytes)
    if (message === undefined) return
    const { clock, tell } = this.#init
    const { type } = message
    const { target, key } = subjectOf(message)
    this.#state = 'sent'
    this.#sentAt = clock.now()
    this.#isSilent = type === 'ADD_PROVIDER'
    const event: EventOf<'rpc.sent'> = {
      kind: 'rpc.sent',
      rpc: this.#rpc,
      to: this.#to,
      dialMs: this.#sentAt - this.#startedAt,
      bytes: bytes.length,
      type,
      target,
    }
    if (key !== undefined) event.key = key
    tell(this.#withOrigin(event), this.#sentAt)
  }

  onRead(bytes: Uint8Array): void {
    if (this.#state !== 'sent') return
    const message = tryRead(bytes)
    if (message !== undefined) this.#answer(message, bytes.length)
  }

  onAbort(error: Error): void {
    this.fail(error)
  }

  onClose(error: Error | undefined): void {
    // ADD_PROVIDER has no answer: that the stream closed well is all there is to know.
    if (this.#state === 'sent' && this.#isSilent && error === undefined) this.#answer(undefined, 0)
    else this.fail(error)
  }

  /** No answer comes any more; undefined where the stream just closed. */
  fail(error: Error | undefined): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    const { clock, tell } = this.#init
    tell(
      this.#withOrigin({
        kind: 'rpc.failed',
        rpc: this.#rpc,
        to: this.#to,
        ms: clock.now() - this.#startedAt,
        error: error?.name ?? 'StreamClosedError',
      }),
    )
  }

  #answer(message: DhtMessage | undefined, bytes: number): void {
    this.#state = 'ended'
    const { clock, tell } = this.#init
    const at = clock.now()
    const event: EventOf<'rpc.answered'> = {
      kind: 'rpc.answered',
      rpc: this.#rpc,
      from: this.#to,
      ms: at - this.#sentAt,
      bytes,
      closer: closerOf(message),
      hasRecord: message?.record !== undefined,
    }
    tell(event, at)
  }

  #withOrigin<Told extends EventOf<'rpc.sent' | 'rpc.failed'>>(event: Told): Told {
    if (this.#lookup !== undefined) event.lookup = this.#lookup
    if (this.#path !== undefined) event.path = this.#path
    return event
  }
}

/** Whom an answer named; nearly always few enough. */
function closerOf(message: DhtMessage | undefined): PeerName[] {
  if (message === undefined) return []
  return message.closer.length > MAX_LIST ? message.closer.slice(0, MAX_LIST) : message.closer
}
