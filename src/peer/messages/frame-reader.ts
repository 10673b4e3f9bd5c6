// Cuts a stream of chunks into length-prefixed messages.

/** The longest message that is read, in bytes; js-libp2p keeps no more of one either. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024

/** A piece of a stream as js-libp2p hands it out: plain bytes or a list of them. */
export type Chunk = Uint8Array | Iterable<Uint8Array>

/** Hears of the messages of a reader. */
export interface FrameListener {
  onFrame(message: Uint8Array, from: FrameReader): void
}

const NOTHING = new Uint8Array()

/**
 * Reads one direction of a stream: `take` tells of each whole message, its length prefix left
 * off. What is not framed that way is ignored from there on.
 *
 * Messages mostly come in a piece of their own, after one of their length: they are not copied.
 */
export class FrameReader {
  readonly #listener: FrameListener
  #rest: Uint8Array = NOTHING
  /** Bytes of the message that comes next; undefined while its prefix has not been read. */
  #wanted: number | undefined
  #isBroken = false

  constructor(listener: FrameListener) {
    this.#listener = listener
  }

  /** Whether something came that is not framed, or is too long: nothing is told from there on. */
  get isBroken(): boolean {
    return this.#isBroken
  }

  take(chunk: Chunk): void {
    if (chunk instanceof Uint8Array) {
      this.#read(chunk)
      return
    }
    const pieces = piecesOf(chunk)
    const message = this.#isBetween() ? wholeMessage(pieces) : undefined
    if (message !== undefined) this.#listener.onFrame(message, this)
    else for (const piece of pieces) this.#read(piece)
  }

  /** Whether what comes now begins a message. */
  #isBetween(): boolean {
    return this.#rest.length === 0 && this.#wanted === undefined && !this.#isBroken
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
      this.#listener.onFrame(part(bytes, at, end), this)
      at = end
    }
    this.#rest = this.#isBroken ? NOTHING : part(bytes, at, bytes.length)
  }
}

/** The message that two pieces are, where the first is its length: nearly all are sent like that. */
function wholeMessage(pieces: Iterable<Uint8Array>): Uint8Array | undefined {
  if (!Array.isArray(pieces) || pieces.length !== 2) return undefined
  const [prefix, message] = pieces as Uint8Array[]
  if (prefix === undefined || message === undefined || message.length === 0) return undefined
  const low = prefix[0] ?? 0
  const high = prefix[1] ?? 0
  const length = low < 0x80 ? low : (low & 0x7f) + high * 0x80
  const isWhole = prefix.length === (low < 0x80 ? 1 : 2) && high < 0x80
  return isWhole && length === message.length ? message : undefined
}

/** Of a Uint8ArrayList its array, as going through the list itself makes two generators each time. */
function piecesOf(chunk: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const { bufs } = chunk as { readonly bufs?: unknown }
  return Array.isArray(bufs) ? (bufs as Uint8Array[]) : chunk
}

/** The length at `at`, an unsigned varint; undefined where the bytes end within it. */
function prefixAt(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0
  let scale = 1
  for (let index = at; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return { value, next: index + 1 }
    scale *= 128
    // No number of a length: whoever reads the stream refuses it, and nothing is read from here on.
    if (scale > Number.MAX_SAFE_INTEGER) return { value: Infinity, next: bytes.length }
  }
  return undefined
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
