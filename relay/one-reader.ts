// Lets a relayed stream be read once: libp2p's relay reads it twice, and keeps what the second reader
// never takes.

import type { Stream } from '@libp2p/interface'

/**
 * The stream takes no second listener for what comes in while it has one.
 *
 * circuit-relay-v2 4.2 joins two streams by `pipe(src, dst, src)`, which listens to `src` for each
 * of the two places it stands in. The second never reads, so the relay kept all that the side which
 * made the connection ever sent, for as long as the connection lived.
 */
export function readOnce(stream: Stream): void {
  const listen = stream.addEventListener.bind(stream)
  stream.addEventListener = (...args: Parameters<typeof listen>) => {
    if (args[0] === 'message' && stream.listenerCount('message') > 0) return
    listen(...args)
  }
}
