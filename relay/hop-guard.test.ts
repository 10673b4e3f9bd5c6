// What the guard hands on to libp2p.

import type { Connection, Stream, StreamHandler } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'
import { pipe, streamPair } from '@libp2p/utils'
import { expect, test } from 'vitest'
import { HOP_PROTOCOL } from './hop-message.ts'
import { guardHops } from './hop-guard.ts'
import { createRelayedCaps } from './relayed-caps.ts'

/** A request for a reservation: type RESERVE, after its length. */
const RESERVE = Uint8Array.of(2, 8, 0)

test('libp2p gets a stream that it cannot listen to twice, with the request still in it', async () => {
  let guarded: StreamHandler | undefined
  const registrar = {
    handle(_: string, handler: StreamHandler) {
      guarded = handler
      return Promise.resolve()
    },
  } as unknown as Registrar
  const [caller, stream] = await streamPair()
  const [dst, called] = await streamPair()
  const passed = new Promise<Uint8Array>((resolve) => {
    called.addEventListener('message', ({ data }) => {
      resolve(data.subarray())
    })
  })
  const join = (given: Stream): void => {
    void pipe(given, dst, given)
  }
  await guardHops(registrar, createRelayedCaps(), () => undefined).handle(HOP_PROTOCOL, join)
  caller.send(RESERVE)
  await guarded?.(stream, {} as Connection)
  expect(stream.listenerCount('message')).toBe(1)
  expect((await passed)[0]).toBe(2)
})
