// Cuts a stream of chunks into length-prefixed messages without disturbing who really reads it.

import { readVarint } from './dht-message.ts'

/** The longest message that is looked at, in bytes; longer ones pass unseen. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024

/** A piece of a stream as js-libp2p hands it out: plain bytes or a list of them. */
export type Chunk = Uint8Array | Iterable<Uint8Array>

const NOTHING = new Uint8Array()

/**
 * Reads one direction of a stream: `take` calls `onMessage` with each whole message, its length
 * prefix left off. What is not framed that way is ignored from there on.
 *
 * Messages mostly come in a piece of their own, after one of their length: they are not copied.
 */
export class FrameReader {
  readonly #onMessage: (message: Uint8Array) => void
  #rest: Uint8Array = NOTHING
  /** Bytes of the message that comes next; undefined while its prefix has not been read. */
  #wanted: number | undefined
  #isBroken = false

  constructor(onMessage: (message: Uint8Array) => void) {
    this.#onMessage = onMessage
  }

  take(chunk: Chunk): void {
    if (chunk instanceof Uint8Array) this.#read(chunk)
    else for (const piece of chunk) this.#read(piece)
  }

  #read(piece: Uint8Array): void {
    if (this.#isBroken) return
    const bytes = joined(this.#rest, piece)
    let at = 0
    for (;;) {
      if (this.#wanted === undefined) {
        const prefix = prefixAt(bytes, at)
        if (prefix === undefined) break
        at = prefix.next
        this.#wanted = prefix.value
        this.#isBroken = prefix.value > MAX_FRAME_BYTES
      }
      const end = at + this.#wanted
      if (this.#isBroken || bytes.length < end) break
      this.#wanted = undefined
      this.#onMessage(part(bytes, at, end))
      at = end
    }
    this.#rest = this.#isBroken ? NOTHING : part(bytes, at, bytes.length)
  }
}

/** The length at `at`; infinite where it is no number of a length, undefined where it is cut off. */
function prefixAt(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  try {
    return readVarint(bytes, at)
  } catch {
    // Whoever reads the stream refuses it. Thrown from a listener, this would end the process.
    return { value: Infinity, next: bytes.length }
  }
}

/** Not even a view of its own for what is all there is, or nothing. */
function part(bytes: Uint8Array, from: number, until: number): Uint8Array {
  if (from === until) return NOTHING
  return from === 0 && until === bytes.length ? bytes : bytes.subarray(from, until)
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
