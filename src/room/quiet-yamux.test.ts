// Facts about the quiet yamux: what libp2p's own says, in fewer words.

import type {
  MultiaddrConnection,
  Stream,
  StreamMuxer,
  StreamMuxerFactory,
} from '@libp2p/interface'
import { StreamStateError } from '@libp2p/interface'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import type { Uint8ArrayList } from 'uint8arraylist'
import { afterEach, expect, test, vi } from 'vitest'
import { quietYamux } from './quiet-yamux.ts'

const wires: MultiaddrConnection[] = []
afterEach(() => {
  for (const wire of wires.splice(0)) wire.abort(new Error('the test is over'))
})

interface Talk {
  readonly wire: MultiaddrConnection
  readonly muxer: StreamMuxer
  readonly open: () => Promise<Stream>
  /** What has come to the other end so far, of all streams. */
  readonly heard: () => Uint8Array
  readonly pieces: () => number
}

/** Two muxers at the ends of a wire. */
function talk(create: () => StreamMuxerFactory, capacity?: number): Talk {
  const options = capacity === undefined ? {} : { capacity }
  const [wire, far] = multiaddrConnectionPair({ delay: 0, ...options })
  wires.push(wire, far)
  const sent = vi.spyOn(wire, 'send')
  const muxer = create().createStreamMuxer(wire)
  const parts: Uint8Array[] = []
  create()
    .createStreamMuxer(far)
    .addEventListener('stream', ({ detail: stream }) => {
      stream.addEventListener('message', ({ data }: { data: Uint8Array | Uint8ArrayList }) => {
        parts.push(data.slice())
      })
    })
  return {
    wire,
    muxer,
    open: () => Promise.resolve(muxer.createStream()),
    heard: () => Uint8Array.from(parts.flatMap((part) => [...part])),
    pieces: () => sent.mock.calls.length,
  }
}

test('what streams send within a turn goes as one piece, and arrives as it was', async () => {
  const [plain, quiet] = [talk(yamux()), talk(quietYamux())]
  const numbers = Array.from({ length: 12 }, (_, number) => number)
  const pieces: number[] = []
  for (const one of [plain, quiet]) {
    const streams = await Promise.all(numbers.map(() => one.open()))
    for (const stream of streams) stream.send(Uint8Array.of(99))
    await vi.waitFor(() => {
      expect(one.heard()).toHaveLength(streams.length)
    })
    const before = one.pieces()
    for (const [number, stream] of streams.entries()) stream.send(Uint8Array.of(number))
    await vi.waitFor(() => {
      expect([...one.heard().subarray(streams.length)]).toEqual(numbers)
    })
    pieces.push(one.pieces() - before)
  }
  expect(pieces).toEqual([numbers.length, 1])
})

test('much goes over a wire that is slow to take it', async () => {
  const { open, heard } = talk(quietYamux(), 4)
  const stream = await open()
  const bytes = crypto.getRandomValues(new Uint8Array(60_000))
  for (let at = 0; at < bytes.length; at += 1_000) {
    if (!stream.send(bytes.subarray(at, at + 1_000))) await stream.onDrain()
  }
  await vi.waitFor(
    () => {
      expect(heard().length).toBe(bytes.length)
    },
    { timeout: 10_000 },
  )
  expect(heard()).toEqual(bytes)
}, 15_000)

test('windows are topped up once half of them is used, and not for every frame', async () => {
  const { wire, open, heard } = talk(quietYamux())
  const back = vi.fn()
  wire.addEventListener('message', back)
  const stream = await open()
  stream.send(Uint8Array.of(0))
  await vi.waitFor(() => {
    expect(heard().length).toBe(1)
  })
  back.mockClear()
  for (let count = 1; count <= 10; count += 1) {
    stream.send(new Uint8Array(100))
    await vi.waitFor(() => {
      expect(heard().length).toBe(1 + 100 * count)
    })
  }
  expect(back).not.toHaveBeenCalled()
  stream.send(new Uint8Array(200_000))
  await vi.waitFor(() => {
    expect(back).toHaveBeenCalled()
  })
})

test('the last words of a muxer go out before its wire is closed', async () => {
  for (const end of ['close', 'abort'] as const) {
    const { muxer, open, pieces } = talk(quietYamux())
    await open()
    await vi.waitFor(() => {
      expect(pieces()).toBeGreaterThan(0)
    })
    const before = pieces()
    if (end === 'close') await muxer.close()
    else muxer.abort(new Error('given up'))
    expect(pieces()).toBeGreaterThan(before)
  }
})

test('a wire that cannot be written to any more ends, and nothing else does', async () => {
  const { wire, open } = talk(quietYamux())
  const stream = await open()
  const closed = vi.fn()
  stream.addEventListener('close', closed)
  vi.mocked(wire.send).mockImplementation(() => {
    throw new StreamStateError('what lies below has closed')
  })
  stream.send(Uint8Array.of(1))
  await vi.waitFor(() => {
    expect(closed).toHaveBeenCalledOnce()
  })
  expect(wire.status).toBe('aborted')
})
