// Answers the messages that come in on a stream, one after the other.

import { StreamBufferError, TimeoutError, type Stream } from '@libp2p/interface'
import { encode } from 'it-length-prefixed'
import type { Cancel, Clock } from '../../base/clock.ts'
import { FrameReader, MAX_FRAME_BYTES, type Chunk } from './frame-reader.ts'

/** How long a stream may be silent, in milliseconds: as long as js-libp2p lets it. */
const IDLE_MS = 10_000

/** Who serves a stream. */
export interface Server {
  /**
   * The answer to a message, both without their length prefixes; undefined where there is none.
   *
   * @throws to refuse it
   */
  answer(message: Uint8Array): Promise<Uint8Array | undefined>
  /** Hears that the stream is about to be given up, and why. */
  onGivenUp?(error: Error): void
  /** Hears that the stream has ended, whatever ended it. */
  onEnded?(): void
}

/**
 * Serves a stream until its other side has no more to send, or is silent for ten seconds: then it is
 * closed or given up. So it is when a message is none or is refused.
 */
export function serve(stream: Stream, clock: Clock, server: Server): void {
  new Serving(stream, clock, server)
}

interface Heard {
  readonly type: string
  readonly data: Chunk
}

class Serving {
  readonly #stream: Stream
  readonly #clock: Clock
  readonly #server: Server
  readonly #reader = new FrameReader(this)
  /** Messages that came while one before them was answered. */
  readonly #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #isBusy = false
  /** Whether the stream has ended or was given up: what is still to be answered is no use any more. */
  #isOver = false
  #cancel: Cancel = () => undefined

  constructor(stream: Stream, clock: Clock, server: Server) {
    this.#stream = stream
    this.#clock = clock
    this.#server = server
    this.#wait()
    stream.addEventListener('message', this)
    stream.addEventListener('remoteCloseWrite', this)
    stream.addEventListener('close', this)
  }

  handleEvent(heard: Heard | Event): void {
    if (heard.type === 'close') this.#onEnded()
    else if (heard.type === 'message') this.#onData((heard as Heard).data)
    else if (!this.#isBusy) this.#next()
  }

  onFrame(message: Uint8Array): void {
    this.#waiting.push(message)
    this.#waitingBytes += message.length
    if (!this.#isBusy) this.#next()
  }

  #onData(data: Chunk): void {
    this.#reader.take(data)
    if (this.#reader.isBroken || this.#waitingBytes > MAX_FRAME_BYTES) {
      this.#giveUp(new StreamBufferError('what came is no message, or too much of it'))
    }
  }

  #next(): void {
    const message = this.#waiting.shift()
    if (message === undefined) {
      if (this.#stream.remoteWriteStatus !== 'writable') this.#close()
      return
    }
    this.#waitingBytes -= message.length
    this.#isBusy = true
    this.#server
      .answer(message)
      .then(async (answer) => {
        if (this.#isOver) return
        if (answer !== undefined && !this.#stream.send(encode.single(answer))) {
          await this.#stream.onDrain()
        }
        this.#isBusy = false
        this.#wait()
        this.#next()
      })
      .catch((error: unknown) => {
        this.#giveUp(error instanceof Error ? error : new Error(String(error)))
      })
  }

  /** Begins the time that the other side may be silent. */
  #wait(): void {
    this.#cancel()
    this.#cancel = this.#clock.after(IDLE_MS, () => {
      this.#giveUp(new TimeoutError())
    })
  }

  #close(): void {
    this.#cancel()
    // What the other side has not heard by now it does not want.
    this.#stream.close().catch(() => undefined)
  }

  #onEnded(): void {
    this.#isOver = true
    this.#waiting.length = 0
    this.#cancel()
    this.#server.onEnded?.()
  }

  #giveUp(error: Error): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancel()
    this.#waiting.length = 0
    this.#server.onGivenUp?.(error)
    this.#stream.abort(error)
  }
}
