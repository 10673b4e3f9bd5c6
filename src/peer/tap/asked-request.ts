// A request of the own peer: that it left, and what became of it.

import { nextId } from '../../base/ids.ts'
import type { EventOf } from '../../event/event.ts'
import { MAX_LIST } from '../../event/schema.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import type { Seen, SeenKind } from '../ledger.ts'
import type { Message } from '../messages/message.ts'
import type { KnownPeer } from '../peer-ids.ts'
import { subjectOf } from './message-subject.ts'
import type { TapInit } from './tap-init.ts'

/** An answer, as far as it is told. */
export interface Answer {
  readonly closer: readonly Pick<KnownPeer, 'name'>[]
  readonly record?: Uint8Array | undefined
}

/** Of a request that has none. */
export const NO_ANSWER: Answer = { closer: [] }

const NOT_SENT: Message = { type: 'PING' }

/** Tells of one request, from before there is a stream for it. */
export class AskedRequest implements Seen {
  readonly #init: TapInit
  readonly #to: PeerName
  /** Which lookup it is part of, and on which of its paths. */
  readonly #lookup: string | undefined
  readonly #path: number | undefined
  readonly #rpc: string
  readonly #startedAt: number
  #state: 'dialing' | 'sent' | 'ended' = 'dialing'
  #sentAt = 0
  #message = NOT_SENT
  #bytes = 0
  #answeredAt = 0
  #answer = NO_ANSWER
  #answerBytes = 0

  constructor(to: PeerName, lookup: string | undefined, path: number | undefined, init: TapInit) {
    this.#init = init
    this.#to = to
    this.#lookup = lookup
    this.#path = path
    this.#rpc = nextId(init.idPrefix)
    this.#startedAt = init.clock.now()
  }

  /** It goes out, with so many bytes. */
  sent(message: Message, bytes: number): void {
    const { clock, teller } = this.#init
    this.#state = 'sent'
    this.#sentAt = clock.now()
    this.#message = message
    this.#bytes = bytes
    teller.tellSeen('rpc.sent', this, this.#sentAt)
  }

  /** What came back, with so many bytes; `NO_ANSWER` where nothing does, and the stream closed well. */
  answered(answer: Answer, bytes: number): void {
    if (this.#state !== 'sent') return
    const { clock, teller } = this.#init
    this.#state = 'ended'
    this.#answeredAt = clock.now()
    this.#answer = answer
    this.#answerBytes = bytes
    teller.tellSeen('rpc.answered', this, this.#answeredAt)
  }

  /** No answer comes any more. */
  failed(error: Error): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    const { clock, teller } = this.#init
    teller.tell(
      this.#withOrigin({
        kind: 'rpc.failed',
        rpc: this.#rpc,
        to: this.#to,
        ms: clock.now() - this.#startedAt,
        error: error.name,
      }),
    )
  }

  say(kind: SeenKind): EventOf<'rpc.sent' | 'rpc.answered'> {
    return kind === 'rpc.sent' ? this.#sent() : this.#answered()
  }

  #sent(): EventOf<'rpc.sent'> {
    const { target, key } = subjectOf(this.#message)
    const event: EventOf<'rpc.sent'> = {
      kind: 'rpc.sent',
      rpc: this.#rpc,
      to: this.#to,
      dialMs: this.#sentAt - this.#startedAt,
      bytes: this.#bytes,
      type: this.#message.type,
      target,
    }
    if (key !== undefined) event.key = key
    return this.#withOrigin(event)
  }

  #answered(): EventOf<'rpc.answered'> {
    const { closer, record } = this.#answer
    return {
      kind: 'rpc.answered',
      rpc: this.#rpc,
      from: this.#to,
      ms: this.#answeredAt - this.#sentAt,
      bytes: this.#answerBytes,
      closer: namesOf(closer),
      hasRecord: record !== undefined,
    }
  }

  #withOrigin<Told extends EventOf<'rpc.sent' | 'rpc.failed'>>(event: Told): Told {
    if (this.#lookup !== undefined) event.lookup = this.#lookup
    if (this.#path !== undefined) event.path = this.#path
    return event
  }
}

/** Whom an answer named, as far as that are peers. */
function namesOf(peers: Answer['closer']): PeerName[] {
  const names: PeerName[] = []
  for (const { name } of peers) if (name !== undefined && names.length < MAX_LIST) names.push(name)
  return names
}
