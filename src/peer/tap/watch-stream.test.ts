// Facts about watching a stream, on libp2p's own streams and on virtual ones.

import type { Stream } from '@libp2p/interface'
import { streamPair } from '@libp2p/utils'
import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../lab/fabric/silent-logger.ts'
import { VirtualStream } from '../virtual-stream.ts'
import { watchStream } from './watch-stream.ts'

const protocol = '/kadscope/watched/1.0.0'

async function virtualPair(): Promise<[Stream, Stream]> {
  const [a, b] = (['outbound', 'inbound'] as const).map(
    (direction) =>
      new VirtualStream({
        id: '',
        protocol,
        direction,
        log: silentLogger,
        carry: (_, arrive) => {
          queueMicrotask(arrive)
        },
        onClosed: () => undefined,
      }),
  )
  if (a === undefined || b === undefined) throw new Error('two are made')
  VirtualStream.pair(a, b)
  return Promise.resolve([a.asStream(), b.asStream()])
}

/** Notes what is told of a stream. */
function watched(stream: Stream): string[] {
  const told: string[] = []
  watchStream(stream, {
    onSent: (message) => told.push(`sent ${message.join()}`),
    onRead: (message) => told.push(`read ${message.join()}`),
    onAbort: (error) => told.push(`aborted ${error.name}`),
    onClose: (error) => told.push(`closed ${error?.name ?? 'well'}`),
  })
  return told
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

/** Whatever has been sent has come when all that waits now is done. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

describe.each([
  ['of libp2p', () => streamPair({ protocol })],
  ['that is virtual', virtualPair],
])('a stream %s', (_, pair) => {
  test('tells what is sent and read, however it is cut, and gives it to its reader', async () => {
    const [near, far] = await pair()
    const told = watched(near)
    const got: number[] = []
    near.addEventListener('message', ({ data }) => got.push(...data.subarray()))
    far.send(bytes(2, 7))
    far.send(bytes(8, 1, 9))
    near.send(bytes(1))
    near.send(bytes(5))
    await settled()
    expect(told.filter((each) => each.startsWith('read'))).toEqual(['read 7,8', 'read 9'])
    expect(told.filter((each) => each.startsWith('sent'))).toEqual(['sent 5'])
    expect(got).toEqual([2, 7, 8, 1, 9])
  })

  test('keeps what comes for its reader, who may be late', async () => {
    const [near, far] = await pair()
    const told = watched(near)
    far.send(bytes(1, 7))
    await settled()
    expect(told).toEqual([])
    const got: number[] = []
    near.addEventListener('message', ({ data }) => got.push(...data.subarray()))
    await settled()
    expect([told, got]).toEqual([['read 7'], [1, 7]])
  })

  test('tells that the own side gave it up, and then that it closed', async () => {
    const [near] = await pair()
    const told = watched(near)
    near.abort(new RangeError('enough'))
    await settled()
    expect(told).toEqual(['aborted RangeError', 'closed RangeError'])
  })

  test('has its own methods back when it has closed, and nothing more is told', async () => {
    const [near, far] = await pair()
    const { send, abort, addEventListener } = near as unknown as Record<string, unknown>
    const told = watched(near)
    far.abort(new Error('gone'))
    await settled()
    expect(told).toEqual(['closed StreamResetError'])
    expect(near).toMatchObject({ send, abort, addEventListener })
    near.abort(new TypeError('too late'))
    expect(told).toHaveLength(1)
  })
})

test('what a closed stream has left to be read is told', async () => {
  const [near, far] = await streamPair({ protocol })
  const told = watched(near)
  far.send(bytes(1, 7))
  await settled()
  far.abort(new Error('gone'))
  await settled()
  expect(told).toEqual(['closed StreamResetError'])
  near.addEventListener('message', () => undefined)
  await settled()
  expect(told).toEqual(['closed StreamResetError', 'read 7'])
})
