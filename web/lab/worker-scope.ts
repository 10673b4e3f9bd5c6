// What a worker lacks and a library asks for; imported first by the workers in which peers live.

/**
 * libp2p's log looks for settings in `localStorage`, which no worker has. The error that this makes
 * is caught, but to say where it was thrown the browser reads the whole script once more: 12 ms
 * before the first peer.
 */
if (!('localStorage' in globalThis)) {
  Object.defineProperty(globalThis, 'localStorage', { value: undefined, configurable: true })
}
