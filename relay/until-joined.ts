// Waits until a peer is in its room's DHT.

import type { DhtPeer } from '../src/peer/dht-peer.ts'

/**
 * Resolves when the first lookup and refresh are done, so that lookups find what is there; rejects
 * with the signal's reason when that aborts first.
 */
export async function untilJoined(peer: DhtPeer, signal: AbortSignal): Promise<void> {
  let stopListening = (): void => undefined
  const onAbort = new AbortController()
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(signal.reason as Error)
      signal.addEventListener('abort', fail, { signal: onAbort.signal })
      if (signal.aborted) fail()
      stopListening = peer.onEnvelope(({ event }) => {
        if (event.kind === 'join.advanced' && event.stage === 'ready') resolve()
      })
    })
  } finally {
    onAbort.abort()
    stopListening()
  }
}
