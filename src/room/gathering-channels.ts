// Data channels that send what is written within one turn as one message (see base/gather.ts).
//
// @libp2p/webrtc 6.0.33 sends the length of each message as a message of its own, and a data channel's
// messages are dear: a task on the main thread of either end, and packets between them. Readers do not
// mind, as they take what comes as a stream of bytes.

import { gatherWrites, type Gather } from '../base/gather.ts'
import { soon } from '../base/next-turn.ts'

/** What all implementations can receive at once, in bytes (libp2p's WebRTC specification). */
const MOST_BYTES = 16 * 1024

/** What is touched of `RTCDataChannel`. */
interface Channel {
  readonly readyState: RTCDataChannelState
  send(data: unknown): void
  close(): void
}

/** Makes all channels with this prototype gather. Returns what takes the change back. */
export function gatherChannels(prototype: Channel): () => void {
  const { send, close } = prototype
  const gathers = new WeakMap<Channel, Gather>()

  const gatherOf = (channel: Channel): Gather => {
    const known = gathers.get(channel)
    if (known !== undefined) return known
    const sendPiece = (bytes: Uint8Array): void => {
      // Whoever wrote hears of a closed channel by its event.
      if (channel.readyState !== 'open') return
      try {
        send.call(channel, bytes)
      } catch {
        close.call(channel)
      }
    }
    const gather = gatherWrites(sendPiece, { most: MOST_BYTES, later: soon })
    gathers.set(channel, gather)
    return gather
  }

  prototype.send = function gatheringSend(this: Channel, data) {
    if (this.readyState === 'open' && data instanceof Uint8Array) {
      gatherOf(this).write(data)
      return
    }
    gathers.get(this)?.flush()
    send.call(this, data)
  }
  prototype.close = function flushingClose(this: Channel) {
    gathers.get(this)?.flush()
    close.call(this)
  }
  return () => {
    prototype.send = send
    prototype.close = close
  }
}
