// Gathers what is written within one turn of the event loop into one piece.

/** Calls `run` in a later turn, as soon as the host can; timers would be held back. */
const soon: (run: () => void) => void =
  typeof setImmediate === 'function'
    ? (run) => {
        setImmediate(run)
      }
    : messageLoop()

function messageLoop(): (run: () => void) => void {
  const waiting: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => waiting.shift()?.()
  return (run) => {
    waiting.push(run)
    port2.postMessage(undefined)
  }
}

/** Writes that are gathered. */
export interface Gather {
  write(bytes: Uint8Array): void
  /** Bytes that are not sent yet. */
  readonly waiting: number
  /** Sends what waits at once. */
  flush(): void
}

/**
 * Hands `send` one piece a turn. Each WebSocket message is a call of the operating system, at
 * the sender, in the relay and at the receiver, and libp2p writes many small ones: a length
 * of two bytes, then what it is the length of.
 */
export function gatherWrites(send: (bytes: Uint8Array<ArrayBuffer>) => void): Gather {
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
      // The caller may use its buffer again before it is sent.
      parts.push(bytes.slice())
      length += bytes.length
      if (planned) return
      planned = true
      soon(() => {
        if (planned) flush()
      })
    },
    get waiting() {
      return length
    },
    flush,
  }
}
