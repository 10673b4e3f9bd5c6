// A peer on the fabric that asks and answers in JSON: what a server and its clients are made of.

import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import * as v from 'valibot'
import type { Clock } from '../../base/clock.ts'
import { limitedSignal } from '../../base/limited-signal.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { ask } from '../../peer/messages/ask.ts'
import { serve } from '../../peer/messages/serve.ts'
import { peerIdOf } from '../../peer/peer-ids.ts'
import type { Identity } from '../attack/identities.ts'
import type { Fabric } from '../fabric/fabric.ts'
import type { VirtualHost } from '../fabric/place.ts'

const message = v.object({
  do: v.picklist(['put', 'get', 'announce', 'find']),
  key: v.string(),
  value: v.optional(v.string()),
})

/** A request. */
export type Message = v.InferOutput<typeof message>

const reply = v.object({
  value: v.optional(v.string()),
  /** Who has the record. */
  holder: v.optional(v.string()),
})

/** An answer. */
export type Reply = v.InferOutput<typeof reply>

const PROTOCOL = '/kadscope/compare/1.0.0'

/** How long an answer may take, as long as in the DHT, in milliseconds. */
const PATIENCE_MS = 1_000

export interface JsonPeerInit {
  readonly fabric: Fabric
  readonly clock: Clock
  readonly identity: Identity
  readonly answer: (message: Message, from: PeerName) => Reply
}

/** Asks and answers. */
export class JsonPeer {
  readonly name: PeerName
  readonly #clock: Clock
  readonly #host: VirtualHost
  readonly #answer: JsonPeerInit['answer']

  constructor({ fabric, clock, identity, answer }: JsonPeerInit) {
    this.#host = fabric.join(identity.privateKey)
    this.#clock = clock
    this.#answer = answer
    this.name = this.#host.name
  }

  /** Begins to serve. */
  async start(): Promise<void> {
    await this.#host.components.registrar.handle(PROTOCOL, (stream, { remotePeer }) => {
      const from = remotePeer.toString() as PeerName
      serve(stream, this.#clock, { answer: (bytes) => this.#serve(bytes, from) })
    })
  }

  /** Asks a peer; undefined when no answer comes. */
  async ask(to: PeerName, request: Message): Promise<Reply | undefined> {
    const limit = limitedSignal(this.#clock, PATIENCE_MS)
    const { signal } = limit
    const { connectionManager } = this.#host.components
    try {
      const stream = await connectionManager.openStream(peerIdOf(to), PROTOCOL, {
        signal,
      })
      const answer = await ask(stream, encode(request), limit)
      await stream.close()
      return v.parse(reply, decode(answer))
    } catch {
      return undefined
    } finally {
      limit.clear()
    }
  }

  leave(): void {
    this.#host.leave()
  }

  async #serve(bytes: Uint8Array, from: PeerName): Promise<Uint8Array> {
    const request = v.parse(message, decode(bytes))
    return Promise.resolve(encode(this.#answer(request, from)))
  }
}

function encode(data: Message | Reply): Uint8Array {
  return fromString(JSON.stringify(data))
}

function decode(bytes: Uint8Array): unknown {
  return JSON.parse(toString(bytes))
}
