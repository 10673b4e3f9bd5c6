// What is relayed is read once, and goes both ways.

import type { Stream } from '@libp2p/interface'
import { pipe, streamPair } from '@libp2p/utils'
import { expect, test } from 'vitest'
import { readOnce } from './one-reader.ts'

/** Two streams joined as circuit-relay-v2 does it, and their far ends. */
async function joinStreams(prepare: (src: Stream) => void): Promise<{
  src: Stream
  caller: Stream
  called: Stream
  joined: Promise<unknown>
}> {
  const [caller, src] = await streamPair()
  const [dst, called] = await streamPair()
  prepare(src)
  return { src, caller, called, joined: pipe(src, dst, src) as unknown as Promise<unknown> }
}

async function nextText(stream: Stream): Promise<string> {
  return new Promise((resolve) => {
    stream.addEventListener(
      'message',
      ({ data }) => {
        resolve(new TextDecoder().decode(data.subarray()))
      },
      { once: true },
    )
  })
}

test('libp2p listens twice to the stream of whoever made the connection', async () => {
  const { src } = await joinStreams(() => undefined)
  // Once this is 1, one-reader.ts has done its work and can go.
  expect(src.listenerCount('message')).toBe(2)
})

test('with one reader all goes both ways, and ends when a side does', async () => {
  const { src, caller, called, joined } = await joinStreams(readOnce)
  expect(src.listenerCount('message')).toBe(1)
  const there = nextText(called)
  caller.send(new TextEncoder().encode('there'))
  expect(await there).toBe('there')
  const back = nextText(caller)
  called.send(new TextEncoder().encode('and back'))
  expect(await back).toBe('and back')
  await Promise.all([caller.close(), called.close()])
  await joined
  expect(src.writeStatus).toBe('closed')
})

test('another reader may come once the first has gone', async () => {
  const [caller, src] = await streamPair()
  readOnce(src)
  const gone = (): void => undefined
  src.addEventListener('message', gone)
  src.removeEventListener('message', gone)
  const text = nextText(src)
  caller.send(new TextEncoder().encode('still here'))
  expect(await text).toBe('still here')
})
