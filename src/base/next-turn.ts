// Waiting for the host's next turn: all that is ready to run runs first.

/** Resolves in a later turn of the event loop, after all promises that were ready have run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    // Browsers have no setImmediate and hold nested timeouts back for 4 ms.
    if (typeof setImmediate === 'function') {
      setImmediate(resolve)
      return
    }
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      channel.port1.close()
      resolve()
    }
    channel.port2.postMessage(undefined)
  })
}
