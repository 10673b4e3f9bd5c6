// Gathers what is written in one go into one piece.

/** Writes that are gathered. */
export interface Gather {
  write(bytes: Uint8Array): void
  /** Bytes that are not sent yet. */
  readonly waiting: number
  /** Sends what waits at once. */
  flush(): void
}

/** How pieces are made. */
export interface GatherInit {
  /** No piece is longer, in bytes, unless what is written at once is. @default as long as need be */
  readonly most?: number
  /** Runs something when no more is to be waited for. @default as soon as nothing is left to run at once */
  readonly later?: (run: () => void) => void
}

/**
 * Hands `send` one piece for all that is written until `later`. Each WebSocket
 * message is a call of the operating system, at the sender, in the relay and at the receiver, and
 * libp2p writes many small ones: a length of two bytes, then what it is the length of.
 */
export function gatherWrites(
  send: (bytes: Uint8Array<ArrayBuffer>) => void,
  { most = Infinity, later = queueMicrotask }: GatherInit = {},
): Gather {
  let parts: Uint8Array[] = []
  let length = 0
  let planned = false

  function flush(): void {
    planned = false
    if (length === 0) return
    const whole = new Uint8Array(length)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    parts = []
    length = 0
    send(whole)
  }

  return {
    write(bytes) {
      if (length + bytes.length > most) flush()
      // The caller may use its buffer again before it is sent.
      parts.push(bytes.slice())
      length += bytes.length
      if (planned) return
      planned = true
      later(() => {
        if (planned) flush()
      })
    },
    get waiting() {
      return length
    },
    flush,
  }
}
