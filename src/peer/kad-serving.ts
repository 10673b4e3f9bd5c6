// Streams that kad-dht has served are closed, not reset.

import type { Rpc } from './kad-internals.ts'

/**
 * After its answer kad-dht 16 reads on, and takes it for an error that the asker closes the stream
 * then, as all askers do (`rpc/index.js`): libp2p resets what ends with an error. Every message cost
 * both its ends an error, and each of them more than reading the message does.
 */
export function closeServed(rpc: Rpc): void {
  const serve = rpc.onIncomingStream.bind(rpc)
  rpc.onIncomingStream = async (stream, connection) => {
    try {
      await serve(stream, connection)
    } catch (error) {
      const isEnd = error instanceof Error && error.name === 'UnexpectedEOFError'
      if (!isEnd || stream.status !== 'open') throw error
      await stream.close()
    }
  }
}
