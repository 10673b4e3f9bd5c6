// Lets @libp2p/webrtc (6.0.33) forget the connections that have closed.
//
// For each one it adds a listener to the signal of its own stopping, and takes it away at the `close`
// event of the RTCPeerConnection. Browsers have no such event, so a tab kept every direct wire that it
// ever had, with all its streams.

/** What is touched of `RTCPeerConnection`. */
interface Closable extends EventTarget {
  close(): void
}

/** Makes all connections with this prototype tell once that they were closed. Returns what takes the change back. */
export function announceClosing(prototype: Closable): () => void {
  const { close } = prototype
  const told = new WeakSet<Closable>()
  prototype.close = function closeAndTell(this: Closable) {
    close.call(this)
    if (told.has(this)) return
    told.add(this)
    this.dispatchEvent(new Event('close'))
  }
  return () => {
    prototype.close = close
  }
}
