// What was worked out of bytes before: peers and keys are asked for again and again, as the same bytes.

/** Entries of a memory unless it says otherwise: more peers than a Lab or a room has. */
const REMEMBERED = 8192

/** Longer ones are not kept: what others send may be long. */
const MOST_BYTES = 256

/** Remembers a value for each of so many short byte strings; when it is full it forgets all. */
export class ByteMemory<Value> {
  readonly #known = new Map<number, { readonly bytes: Uint8Array; readonly value: Value }>()
  readonly #most: number

  /** @param most entries that are remembered at once */
  constructor(most = REMEMBERED) {
    this.#most = most
  }

  /**
   * The value that was set for the same bytes, unless others have taken its place. Of a message
   * they are the part that begins at `from` and ends before `until`: no view is made of it.
   */
  get(bytes: Uint8Array, from = 0, until = bytes.length): Value | undefined {
    const known = this.#known.get(markOf(bytes, from, until))
    return known !== undefined && isSame(known.bytes, bytes, from, until) ? known.value : undefined
  }

  set(bytes: Uint8Array, value: Value): void {
    if (bytes.length > MOST_BYTES) return
    if (this.#known.size >= this.#most) this.#known.clear()
    this.#known.set(markOf(bytes, 0, bytes.length), { bytes: bytes.slice(), value })
  }
}

const FNV_OFFSET = 0x811c_9dc5
const FNV_PRIME = 0x0100_0193

/**
 * The last 6 bytes as a number, by FNV-1a: enough to tell peers apart, and much less work than a
 * text of all. Of 30 bits, as V8 makes an object of each that is longer.
 */
function markOf(bytes: Uint8Array, from: number, until: number): number {
  let mark = FNV_OFFSET
  for (let at = Math.max(from, until - 6); at < until; at += 1) {
    mark = Math.imul(mark ^ (bytes[at] ?? 0), FNV_PRIME)
  }
  return mark & 0x3fff_ffff
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, until: number): boolean {
  if (known.length !== until - from) return false
  for (let at = 0; at < known.length; at += 1) if (known[at] !== bytes[from + at]) return false
  return true
}
