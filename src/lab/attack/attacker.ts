// An attacker: a peer on the fabric that speaks the DHT's real wire protocol, with answers of its own.

import type { Stream } from '@libp2p/interface'
import type { Clock } from '../../base/clock.ts'
import { limitedSignal } from '../../base/limited-signal.ts'
import { kadIdOfPeer, type PeerName } from '../../kad/kad-id.ts'
import { ask } from '../../peer/messages/ask.ts'
import type { Message, NamedPeer } from '../../peer/messages/message.ts'
import { readMessage, type ReadMessage } from '../../peer/messages/read-message.ts'
import { serve } from '../../peer/messages/serve.ts'
import { writeMessage } from '../../peer/messages/write-message.ts'
import { peerIdOf } from '../../peer/peer-ids.ts'
import { createTeller, type Teller } from '../../peer/teller.ts'
import type { Fabric } from '../fabric/fabric.ts'
import type { VirtualHost } from '../fabric/place.ts'
import type { Identity } from './identities.ts'

/** A request; its bytes are as they came: the answer to PUT_VALUE repeats them. */
export interface Request extends ReadMessage {
  readonly key: Uint8Array
  readonly bytes: Uint8Array
}

/** What an attacker answers; undefined breaks the stream off. */
export type Answer = (request: Request) => Uint8Array | undefined

export interface AttackerInit {
  readonly fabric: Fabric
  readonly clock: Clock
  readonly protocol: string
  readonly identity: Identity
  /** k of the network that it pretends to be part of. */
  readonly k: number
  readonly answer: Answer
}

/** How long it waits for an answer, in milliseconds. */
const PATIENCE_MS = 3_000

/** One attacker. It tells of itself only that it came and went. */
export class Attacker {
  readonly name: PeerName
  readonly teller: Teller
  readonly #host: VirtualHost
  readonly #init: AttackerInit

  constructor(init: AttackerInit) {
    const { fabric, clock, identity } = init
    this.#init = init
    this.#host = fabric.join(identity.privateKey)
    this.name = this.#host.name
    this.teller = createTeller({ peer: this.name, source: 'lab', clock })
  }

  /** Begins to serve. */
  async start(): Promise<void> {
    const { protocol, k, clock } = this.#init
    const { registrar } = this.#host.components
    await registrar.handle(protocol, (stream) => {
      serve(stream, clock, { answer: (bytes) => this.#answer(bytes) })
    })
    const kadId = kadIdOfPeer(this.name)
    this.teller.tell({ kind: 'peer.started', kadId, mode: 'server', agent: 'lab', k })
  }

  /** Lays wires to peers: each then hears of the attacker, and offers it to its own table. */
  async approach(peers: readonly PeerName[]): Promise<void> {
    await Promise.all(
      peers.map((peer) => this.#init.fabric.connect(this.#host, peer).catch(() => undefined)),
    )
  }

  /** Asks a peer; undefined when no answer comes. */
  async ask(peer: PeerName, message: Message): Promise<ReadMessage | undefined> {
    const limit = limitedSignal(this.#init.clock, PATIENCE_MS)
    const { signal } = limit
    const { connectionManager } = this.#host.components
    let stream: Stream | undefined
    try {
      stream = await connectionManager.openStream(peerIdOf(peer), this.#init.protocol, {
        signal,
      })
      const answer = await ask(stream, writeMessage(message), limit)
      await stream.close()
      return readMessage(answer)
    } catch (thrown) {
      stream?.abort(thrown instanceof Error ? thrown : new Error(String(thrown)))
      return undefined
    } finally {
      limit.clear()
    }
  }

  /** Itself, as it is named in answers. */
  get named(): NamedPeer {
    const { peerId, addressManager } = this.#host.components
    return {
      id: peerId.toMultihash().bytes,
      multiaddrs: addressManager.getAddresses().map(({ bytes }) => bytes),
    }
  }

  /** Leaves, as far as its wires go. */
  stop(): void {
    this.teller.tell({ kind: 'peer.stopped', reason: 'closed' })
    this.teller.close()
    this.#host.leave()
  }

  async #answer(bytes: Uint8Array): Promise<Uint8Array> {
    const message = readMessage(bytes)
    const { key = new Uint8Array() } = message
    const answer = this.#init.answer({ ...message, key, bytes })
    if (answer === undefined) throw new RangeError('no answer')
    return Promise.resolve(answer)
  }
}
