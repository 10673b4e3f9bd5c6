// Refuses relayed connections that are over the relay's caps, with the status that says so.

import type { Connection, Stream, StreamHandler } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'
import { lpStream } from '@libp2p/utils'
import type { PeerName } from '../src/kad/kad-id.ts'
import { override } from '../src/peer/override.ts'
import { HOP_PROTOCOL, LIMIT_EXCEEDED, targetOfConnect } from './hop-message.ts'
import { readOnce } from './one-reader.ts'
import type { RelayedCaps } from './relayed-caps.ts'

/** How long a peer may take to say what it wants, in milliseconds. */
const REQUEST_MS = 10_000

/** The longest request that is read, in bytes; its length prefix then has two bytes at most. */
const MAX_REQUEST_BYTES = 8 * 1024

/**
 * A registrar for `circuitRelayServer` on top of `registrar`: requests to be connected go to
 * libp2p only while `caps` has room for one more, after `onConnect` was told of the target.
 */
export function guardHops(
  registrar: Registrar,
  caps: RelayedCaps,
  onConnect: (target: PeerName) => void,
): Registrar {
  return override(registrar, {
    handle(protocol, handler, options) {
      const guarded = protocol === HOP_PROTOCOL ? guard(handler, caps, onConnect) : handler
      return registrar.handle(protocol, guarded, options)
    },
  })
}

function guard(
  handler: StreamHandler,
  caps: RelayedCaps,
  onConnect: (target: PeerName) => void,
): StreamHandler {
  return async (stream, connection) => {
    try {
      const letThrough = await admit(stream, connection, caps)
      if (letThrough === 'no') return
      if (letThrough !== 'yes') onConnect(letThrough.target)
      readOnce(stream)
      await handler(stream, connection)
    } catch (thrown) {
      stream.abort(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }
}

/** Reads the request and puts it back for libp2p, or answers it: then the result is `no`. */
async function admit(
  stream: Stream,
  connection: Connection,
  caps: RelayedCaps,
): Promise<'yes' | 'no' | { target: PeerName }> {
  const messages = lpStream(stream, { maxDataLength: MAX_REQUEST_BYTES })
  const signal = AbortSignal.timeout(REQUEST_MS)
  const request = (await messages.read({ signal })).subarray()
  const target = targetOfConnect(request)
  if (target !== undefined) {
    const close = caps.open(connection.remotePeer.toString() as PeerName, target)
    if (close === undefined) {
      await messages.write(LIMIT_EXCEEDED, { signal })
      await stream.close({ signal })
      return 'no'
    }
    stream.addEventListener('close', close)
    // It may have ended while it was being read.
    if (stream.status !== 'open') close()
  }
  messages.unwrap()
  stream.unshift(request)
  stream.unshift(lengthPrefix(request.length))
  return target === undefined ? 'yes' : { target }
}

/** An unsigned varint of at most two bytes. */
function lengthPrefix(length: number): Uint8Array {
  return length < 0x80 ? Uint8Array.of(length) : Uint8Array.of((length & 0x7f) | 0x80, length >> 7)
}
