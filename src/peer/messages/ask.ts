// One message out on a stream, and the answer to it.

import { StreamBufferError, type Stream } from '@libp2p/interface'
import { UnexpectedEOFError } from '@libp2p/utils'
import { encode } from 'it-length-prefixed'
import type { LimitedSignal } from '../../base/limited-signal.ts'
import { FrameReader, type Chunk } from './frame-reader.ts'

/**
 * Sends a message, without its length prefix, and resolves with the answer's bytes. The stream stays
 * open, also when nothing comes of it. js-libp2p's `pbStream` does the same by a read for each byte of
 * the length and one for the rest, each with promises of its own.
 *
 * @throws the limit's reason when that is over first, else why the stream ended without an answer
 */
export function ask(
  stream: Stream,
  message: Uint8Array,
  limit: LimitedSignal,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    limit.throwIfOver()
    const answer = new Answer(stream, limit, resolve, reject)
    // A full buffer is no reason to wait: nothing else is sent.
    try {
      stream.send(encode.single(message))
    } catch (error) {
      answer.fail(error)
    }
    const hasEnded = stream.remoteWriteStatus !== 'writable' && stream.readBufferLength === 0
    if (hasEnded) answer.fail(ended())
  })
}

function ended(): Error {
  return new UnexpectedEOFError('the stream ended without an answer')
}

/** What is heard of a stream. */
interface Heard {
  readonly type: string
  readonly data: Chunk
  readonly error?: Error
}

/** Waits for the first message on a stream. */
class Answer {
  readonly #stream: Stream
  readonly #limit: LimitedSignal
  readonly #resolve: (answer: Uint8Array) => void
  readonly #reject: (reason: unknown) => void
  readonly #reader = new FrameReader(this)

  constructor(
    stream: Stream,
    limit: LimitedSignal,
    resolve: (answer: Uint8Array) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#stream = stream
    this.#limit = limit
    this.#resolve = resolve
    this.#reject = reject
    limit.onOver((reason) => {
      this.fail(reason)
    })
    stream.addEventListener('message', this)
    stream.addEventListener('remoteCloseWrite', this)
    stream.addEventListener('close', this)
  }

  handleEvent(heard: Heard | Event): void {
    if (heard.type === 'message') this.#onData((heard as Heard).data)
    else this.fail((heard as Heard).error ?? ended())
  }

  onFrame(answer: Uint8Array): void {
    this.#end()
    this.#resolve(answer)
  }

  /** No answer comes any more. */
  fail(reason: unknown): void {
    this.#end()
    this.#reject(reason)
  }

  #onData(data: Chunk): void {
    this.#reader.take(data)
    if (this.#reader.isBroken)
      this.fail(new StreamBufferError('the answer is no message, or too long'))
  }

  #end(): void {
    this.#limit.onOver(undefined)
    this.#stream.removeEventListener('message', this)
    this.#stream.removeEventListener('remoteCloseWrite', this)
    this.#stream.removeEventListener('close', this)
  }
}
