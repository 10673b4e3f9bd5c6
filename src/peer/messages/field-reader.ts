// Goes through the fields of a protobuf message where they lie: nothing is made for a field.

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

/** The place of one field after the other; `next` goes to the first, and on. */
export class FieldReader {
  /** The field's number. */
  number = 0
  /** Whether it has bytes, from `start` to `end`; else `value` is what it says. */
  hasBytes = false
  start = 0
  end = 0
  /** A number on the wire; 0 where it is of a kind that the DHT does not use. */
  value = 0
  readonly #bytes: Uint8Array
  #until: number
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#until = bytes.length
  }

  /** Goes to what lies between two places: into the message in a field, or on behind it. */
  goTo(from: number, until: number): void {
    this.#at = from
    this.#until = until
  }

  /**
   * Goes to the next field; says whether there is one.
   *
   * @throws RangeError when the bytes are no protobuf message.
   */
  next(): boolean {
    if (this.#at >= this.#until) return false
    const tag = this.#varint()
    this.number = Math.floor(tag / 8)
    this.hasBytes = false
    this.value = 0
    switch (tag % 8) {
      case VARINT:
        this.value = this.#varint()
        break
      case BYTES: {
        const length = this.#varint()
        this.hasBytes = true
        this.start = this.#at
        this.end = this.#at + length
        if (this.end > this.#until) throw new RangeError('DHT message is cut off')
        this.#at = this.end
        break
      }
      case FIXED64:
        this.#at += 8
        break
      case FIXED32:
        this.#at += 4
        break
      default:
        throw new RangeError(`wire type of DHT message is unknown: ${tag % 8}`)
    }
    return true
  }

  #varint(): number {
    let value = 0
    let scale = 1
    while (this.#at < this.#until) {
      const byte = this.#bytes[this.#at] ?? 0
      this.#at += 1
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
      if (scale > Number.MAX_SAFE_INTEGER) throw new RangeError('varint is too long')
    }
    throw new RangeError('DHT message ends in the middle of a number')
  }
}
