// What was worked out of bytes before: peers and keys are asked for again and again, as the same bytes.

/** Entries of each memory: more peers than a Lab or a room has. */
const REMEMBERED = 8192

/** Longer ones are not kept: what others send may be long. */
const MOST_BYTES = 256

/** Remembers a value for each of so many short byte strings; when it is full it forgets all. */
export class ByteMemory<Value> {
  readonly #known = new Map<number, { readonly bytes: Uint8Array; readonly value: Value }>()

  /** The value that was set for the same bytes, unless others have taken its place. */
  get(bytes: Uint8Array): Value | undefined {
    const known = this.#known.get(markOf(bytes))
    return known !== undefined && isSame(known.bytes, bytes) ? known.value : undefined
  }

  set(bytes: Uint8Array, value: Value): void {
    if (bytes.length > MOST_BYTES) return
    if (this.#known.size >= REMEMBERED) this.#known.clear()
    this.#known.set(markOf(bytes), { bytes: bytes.slice(), value })
  }
}

/** The last 6 bytes as a number: enough to tell peers apart, and much less work than a text of all. */
function markOf(bytes: Uint8Array): number {
  let mark = 0
  for (let at = Math.max(0, bytes.length - 6); at < bytes.length; at += 1) {
    mark = mark * 256 + (bytes[at] ?? 0)
  }
  return mark
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
}
