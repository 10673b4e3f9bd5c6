// A request of the own peer: that it left, and what became of it.

import { nextId } from '../../base/ids.ts'
import type { EventOf } from '../../event/event.ts'
import { MAX_LIST } from '../../event/schema.ts'
import type { PeerName } from '../../kad/kad-id.ts'
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

/** Tells of one request, from before there is a stream for it. */
export class AskedRequest {
  readonly #init: TapInit
  readonly #to: PeerName
  /** Which lookup it is part of, and on which of its paths. */
  readonly #lookup: string | undefined
  readonly #path: number | undefined
  readonly #rpc: string
  readonly #startedAt: number
  #state: 'dialing' | 'sent' | 'ended' = 'dialing'
  #sentAt = 0

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
    const { clock, tell } = this.#init
    const { type } = message
    const { target, key } = subjectOf(message)
    this.#state = 'sent'
    this.#sentAt = clock.now()
    const event: EventOf<'rpc.sent'> = {
      kind: 'rpc.sent',
      rpc: this.#rpc,
      to: this.#to,
      dialMs: this.#sentAt - this.#startedAt,
      bytes,
      type,
      target,
    }
    if (key !== undefined) event.key = key
    tell(this.#withOrigin(event), this.#sentAt)
  }

  /** What came back, with so many bytes; `NO_ANSWER` where nothing does, and the stream closed well. */
  answered({ closer, record }: Answer, bytes: number): void {
    if (this.#state !== 'sent') return
    this.#state = 'ended'
    const { clock, tell } = this.#init
    const at = clock.now()
    const event: EventOf<'rpc.answered'> = {
      kind: 'rpc.answered',
      rpc: this.#rpc,
      from: this.#to,
      ms: at - this.#sentAt,
      bytes,
      closer: namesOf(closer),
      hasRecord: record !== undefined,
    }
    tell(event, at)
  }

  /** No answer comes any more. */
  failed(error: Error): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    const { clock, tell } = this.#init
    tell(
      this.#withOrigin({
        kind: 'rpc.failed',
        rpc: this.#rpc,
        to: this.#to,
        ms: clock.now() - this.#startedAt,
        error: error.name,
      }),
    )
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
