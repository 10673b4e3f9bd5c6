// Cuts a stream of chunks into length-prefixed messages without disturbing who really reads it.

import { readVarint } from './dht-message.ts'

/** The longest message that is looked at, in bytes; longer ones pass unseen. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024

/** A piece of a stream as js-libp2p hands it out: plain bytes or a list of them. */
export type Chunk = Uint8Array | { subarray(): Uint8Array }

/**
 * Makes a function that takes chunks and calls `onMessage` with each whole message,
 * its length prefix left off. What is not framed that way is ignored from there on.
 */
export function frameReader(onMessage: (message: Uint8Array) => void): (chunk: Chunk) => void {
  let rest: Uint8Array = new Uint8Array()
  let broken = false
  return (chunk) => {
    if (broken) return
    rest = joined(rest, chunk instanceof Uint8Array ? chunk : chunk.subarray())
    for (;;) {
      const prefix = readVarint(rest, 0)
      if (prefix === undefined) return
      if (prefix.value > MAX_FRAME_BYTES) {
        broken = true
        return
      }
      const end = prefix.next + prefix.value
      if (rest.length < end) return
      const message = rest.subarray(prefix.next, end)
      rest = rest.subarray(end)
      onMessage(message)
    }
  }
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
