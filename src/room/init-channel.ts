// Frees WebRTC dials that hang on the `init` data channel of @libp2p/webrtc (6.0.33).
//
// The initiator opens a channel labelled `init` and, once connected, waits for its `open`
// event and then for its `close`. The recipient closes that channel as soon as it sees it. On a
// busy machine it is closed before the initiator looks: `open` never comes, the dial hangs
// until it is aborted, and the abort kills the good wire at both ends. One dial in four of a
// burst of eight tabs did so.

const LABEL = 'init'

interface Channel extends EventTarget {
  readonly readyState: RTCDataChannelState
  close(): void
}

interface ChannelFactory {
  createDataChannel(label: string, options?: RTCDataChannelInit): Channel
}

/**
 * Makes the channels labelled `init` that `prototype.createDataChannel` creates let their
 * waiters go: a waiter for `open` when the channel closes first, and a waiter for `close`
 * when a closed channel is closed again. Returns what takes the change back.
 */
export function freeInitChannels(prototype: ChannelFactory): () => void {
  const original = prototype.createDataChannel
  prototype.createDataChannel = function createDataChannel(label, options) {
    const channel = original.call(this, label, options)
    if (label === LABEL) free(channel)
    return channel
  }
  return () => {
    prototype.createDataChannel = original
  }
}

function free(channel: Channel): void {
  const close = channel.close.bind(channel)
  let opened = channel.readyState === 'open'
  channel.addEventListener('open', () => {
    opened = true
  })
  channel.addEventListener('close', () => {
    if (!opened) channel.dispatchEvent(new Event('open'))
  })
  channel.close = () => {
    if (channel.readyState === 'closed') {
      queueMicrotask(() => channel.dispatchEvent(new Event('close')))
      return
    }
    close()
  }
  // Waiting for `open` on a channel that closes or has closed already: answer the one who comes late.
  const listen = channel.addEventListener.bind(channel)
  channel.addEventListener = (...args: Parameters<typeof listen>) => {
    listen(...args)
    const isOver = channel.readyState === 'closing' || channel.readyState === 'closed'
    if (args[0] === 'open' && isOver) {
      queueMicrotask(() => channel.dispatchEvent(new Event('open')))
    }
  }
}
