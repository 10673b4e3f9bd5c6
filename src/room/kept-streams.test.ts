// Facts about streams that carry one request after the other; the far end is any libp2p that reads on.

import type { Connection, MultiaddrConnection, Stream } from '@libp2p/interface'
import { lpStream, multiaddrConnectionPair } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { afterEach, expect, test, vi } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { createKeptStreams, type KeptStreams } from './kept-streams.ts'

const PROTOCOL = '/kadscope/main/kad/1.0.0'

const wires: MultiaddrConnection[] = []
afterEach(() => {
  for (const wire of wires.splice(0)) wire.abort(new Error('the test is over'))
})

interface Room {
  readonly clock: ManualClock
  readonly kept: KeptStreams
  readonly connection: Connection
  /** Streams that have come to the far end. */
  readonly served: Stream[]
  readonly wire: MultiaddrConnection
  /** The far end answers what it has not answered yet, until `hold` is true again. */
  hold: boolean
  answer(): void
}

/** A wire to a peer that answers each question by itself and an exclamation mark. */
function room(): Room {
  const [wire, far] = multiaddrConnectionPair({ delay: 0 })
  wires.push(wire, far)
  const muxer = yamux()().createStreamMuxer(wire)
  const waiting: (() => void)[] = []
  const served: Stream[] = []
  const here: Room = {
    clock: new ManualClock(),
    connection: { muxer } as unknown as Connection,
    kept: undefined as unknown as KeptStreams,
    served,
    wire,
    hold: false,
    answer() {
      for (const one of waiting.splice(0)) one()
    },
  }
  const serve = async (stream: Stream): Promise<void> => {
    const messages = lpStream(stream)
    for (;;) {
      const question = toString((await messages.read()).subarray())
      if (question === 'no answer') continue
      if (here.hold) await new Promise<void>((resolve) => waiting.push(resolve))
      await messages.write(fromString(`${question}!`))
    }
  }
  yamux()()
    .createStreamMuxer(far)
    .addEventListener('stream', ({ detail: stream }) => {
      served.push(stream)
      // As src/peer/messages/serve.ts: closed when the asker has closed.
      serve(stream).catch(() => stream.close())
    })
  const kept = createKeptStreams({
    clock: here.clock,
    open: async (_, protocol) => {
      const stream = await muxer.createStream()
      stream.protocol = String(protocol)
      return stream
    },
  })
  return Object.assign(here, { kept })
}

/** Asks as kad-dht does; what ended the stream goes to `ended`. */
async function ask({ kept, connection }: Room, question: string): Promise<string> {
  const stream = await kept.open(connection, PROTOCOL)
  const messages = lpStream(stream)
  await messages.write(fromString(question))
  const answer = toString((await messages.read()).subarray())
  await stream.close()
  expect(stream.status).toBe('closed')
  return answer
}

/** Asks what nobody answers, and gives up; resolves with the far end's stream. */
async function giveUp(here: Room): Promise<Stream> {
  here.hold = true
  const stream = await here.kept.open(here.connection, PROTOCOL)
  await lpStream(stream).write(fromString('hello?'))
  stream.abort(new Error('late'))
  await vi.waitFor(() => expect(here.served).toHaveLength(1))
  const [far] = here.served
  if (far === undefined) throw new Error('nothing has come')
  return far
}

/** Lets what is under way arrive. */
const arrive = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 20))

test('N13 one request after the other goes out on one stream', async () => {
  const here = room()
  for (const question of ['one', 'two', 'three']) {
    expect(await ask(here, question)).toBe(`${question}!`)
  }
  expect(here.served).toHaveLength(1)
})

test('N13 two at once have a stream each, and both go on', async () => {
  const here = room()
  expect(await Promise.all([ask(here, 'one'), ask(here, 'two')])).toEqual(['one!', 'two!'])
  expect(await Promise.all([ask(here, 'three'), ask(here, 'four')])).toEqual(['three!', 'four!'])
  expect(here.served).toHaveLength(2)
})

test('N13 nobody gets the answer to a request that was given up', async () => {
  const here = room()
  here.hold = true
  const stream = await here.kept.open(here.connection, PROTOCOL)
  const ended = vi.fn()
  stream.addEventListener('close', ended)
  await lpStream(stream).write(fromString('given up'))
  stream.abort(new Error('found elsewhere'))
  expect(ended).toHaveBeenCalledOnce()
  const other = ask(here, 'the next')
  await vi.waitFor(() => expect(here.served).toHaveLength(2))
  await arrive()
  here.hold = false
  here.answer()
  expect(await other).toBe('the next!')
  await arrive()
  // The answer has come to nobody, and its stream is free again.
  expect(await Promise.all([ask(here, 'a'), ask(here, 'b')])).toEqual(['a!', 'b!'])
  expect(here.served).toHaveLength(2)
})

test('N13 a stream on which nobody answers is given up', async () => {
  const here = room()
  const far = await giveUp(here)
  here.clock.advance(4_900)
  await arrive()
  expect(far.status).toBe('open')
  here.clock.advance(200)
  await vi.waitFor(() => expect(far.status).toBe('reset'))
})

test('N13 nor is one that trickles on for ever waited for', async () => {
  const here = room()
  const far = await giveUp(here)
  for (let second = 0; second < 5; second += 1) {
    // The first says that 100 bytes follow.
    far.send(Uint8Array.of(100))
    await arrive()
    here.clock.advance(1_000)
  }
  await vi.waitFor(() => expect(far.status).toBe('reset'))
})

test('N13 a stream on which more is answered than was asked is not kept', async () => {
  const here = room()
  await ask(here, 'one')
  here.served[0]?.send(Uint8Array.of(1, 42))
  await vi.waitFor(() => expect(here.served[0]?.status).toBe('reset'))
  expect(await ask(here, 'two')).toBe('two!')
})

test('N13 what has no answer closes its stream, and so tells that it arrived', async () => {
  const here = room()
  const stream = await here.kept.open(here.connection, PROTOCOL)
  await lpStream(stream).write(fromString('no answer'))
  const ended = new Promise<Error | undefined>((resolve) => {
    stream.addEventListener('close', ({ error }) => {
      resolve(error)
    })
  })
  await stream.close()
  expect(await ended).toBe(undefined)
  await vi.waitFor(() => expect(here.served[0]?.status).toBe('closed'))
  expect(await ask(here, 'and now')).toBe('and now!')
  expect(here.served).toHaveLength(2)
})

test('N13 a stream that nobody needs any more is closed before the other side gives it up', async () => {
  const here = room()
  await ask(here, 'one')
  here.clock.advance(5_900)
  await ask(here, 'two')
  expect(here.served).toHaveLength(1)
  here.clock.advance(6_000)
  await vi.waitFor(() => expect(here.served[0]?.status).toBe('closed'))
  await ask(here, 'three')
  expect(here.served).toHaveLength(2)
})

test('N13 no stream is kept on a wire that is about to go', async () => {
  const here = room()
  await ask(here, 'one')
  here.kept.leave(here.connection)
  await vi.waitFor(() => expect(here.served[0]?.status).toBe('closed'))
  await ask(here, 'two')
  await vi.waitFor(() => expect(here.served[1]?.status).toBe('closed'))
})

test('N13 a request hears what became of its wire, or of its stream', async () => {
  const here = room()
  here.hold = true
  const ends: (string | undefined)[] = []
  const begin = async (): Promise<void> => {
    const stream = await here.kept.open(here.connection, PROTOCOL)
    stream.addEventListener('close', ({ error }) => ends.push(error?.name))
    await lpStream(stream).write(fromString('a question'))
  }
  await begin()
  await vi.waitFor(() => expect(here.served).toHaveLength(1))
  here.served[0]?.abort(new Error('refused'))
  await vi.waitFor(() => expect(ends).toEqual(['StreamResetError']))
  await begin()
  here.wire.abort(new TypeError('cut'))
  await vi.waitFor(() => expect(ends).toHaveLength(2))
})
