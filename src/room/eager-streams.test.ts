// Facts about streams whose first message goes out with the proposal of their protocol.

import type {
  Connection,
  IdentifyResult,
  MultiaddrConnection,
  PeerId,
  Stream,
  StreamMuxer,
} from '@libp2p/interface'
import { TypedEventEmitter } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import * as multistream from '@libp2p/multistream-select'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { afterEach, expect, test, vi } from 'vitest'
import { createEagerStreams, type EagerStreams } from './eager-streams.ts'

const PROTOCOL = '/kadscope/main/kad/1.0.0'

const wires: MultiaddrConnection[] = []
afterEach(() => {
  for (const wire of wires.splice(0)) wire.abort(new Error('the test is over'))
})

/** The far end of a stream, as any libp2p has it: it knows nothing of eagerness. */
interface FarEnd {
  readonly stream: Stream
  /** When it has agreed to a protocol; rejects when it could not. */
  readonly agreed: Promise<string>
}

interface Room {
  readonly muxer: StreamMuxer
  readonly connection: Connection
  readonly eager: EagerStreams
  /** Streams that have come to the far end. */
  readonly served: FarEnd[]
  readonly events: KadDHTComponents['events']
  /** The far end tells what it speaks. */
  identify(protocols: string[]): void
}

function room(farSpeaks: string[]): Room {
  const [wire, far] = multiaddrConnectionPair({ delay: 0 })
  wires.push(wire, far)
  const muxer = yamux()().createStreamMuxer(wire)
  const served: FarEnd[] = []
  yamux()()
    .createStreamMuxer(far)
    .addEventListener('stream', ({ detail: stream }) => {
      const agreed = multistream.handle(stream, farSpeaks)
      agreed.catch(() => undefined)
      served.push({ stream, agreed })
    })
  const events = new TypedEventEmitter() as unknown as KadDHTComponents['events']
  const peer = { toString: () => 'far' } as PeerId
  const eager = createEagerStreams(events)
  const identify = (protocols: string[]): void => {
    const detail = { peerId: peer, protocols } as unknown as IdentifyResult
    events.dispatchEvent(new CustomEvent('peer:identify', { detail }))
  }
  return { muxer, served, eager, identify, events, connection: connectionOn(muxer, peer) }
}

/** What libp2p's connection does with a new stream, as far as protocols go. */
function connectionOn(muxer: StreamMuxer, remotePeer: PeerId): Connection {
  return {
    muxer,
    remotePeer,
    async newStream(protocol: string, options: object = {}) {
      const stream = await muxer.createStream({ ...options, protocol })
      if (stream.protocol === '') stream.protocol = await multistream.select(stream, [protocol])
      return stream
    },
  } as unknown as Connection
}

function read(stream: Stream): string[] {
  const heard: string[] = []
  stream.addEventListener('message', ({ data }) => heard.push(toString(data.subarray())))
  return heard
}

test('a message goes out before the other side has agreed, and both read what the other wrote', async () => {
  const { eager, identify, connection, served } = room([PROTOCOL])
  identify([PROTOCOL])
  const stream = await eager.open(connection, PROTOCOL)
  const answers = read(stream)
  stream.send(fromString('a question'))
  expect(
    await Promise.race([...served.map(({ agreed }) => agreed), Promise.resolve('not yet')]),
  ).toBe('not yet')
  await vi.waitFor(() => expect(served).toHaveLength(1))
  const [far] = served as [FarEnd]
  expect(await far.agreed).toBe(PROTOCOL)
  const questions = read(far.stream)
  await vi.waitFor(() => expect(questions.join('')).toBe('a question'))
  far.stream.send(fromString('an '))
  far.stream.send(fromString('answer'))
  await vi.waitFor(() => expect(answers.join('')).toBe('an answer'))
})

test('an answer in pieces, the last of them with data, is kept from the reader', async () => {
  const { eager, identify, connection, muxer } = room([])
  identify([PROTOCOL])
  const create = muxer.createStream.bind(muxer)
  let stream: Stream | undefined
  muxer.createStream = async (options) => (stream = await create(options))
  const opened = await eager.open(connection, PROTOCOL)
  const heard = read(opened)
  const { onData } = stream as unknown as { onData(data: Uint8Array): void }
  const line = (text: string): string => `${String.fromCharCode(text.length + 1)}${text}\n`
  const all = `${line('/multistream/1.0.0')}${line(PROTOCOL)}data`
  for (const part of [all.slice(0, 5), all.slice(5, 30), all.slice(30)]) onData(fromString(part))
  expect(heard).toEqual(['data'])
})

test('a refusal ends the stream with an error that says what was refused', async () => {
  const { eager, identify, connection } = room(['/another/1.0.0'])
  identify([PROTOCOL])
  const stream = await eager.open(connection, PROTOCOL)
  const ended = new Promise<Error | undefined>((resolve) => {
    stream.addEventListener('close', ({ error }) => {
      resolve(error)
    })
  })
  stream.send(fromString('a'))
  expect(await ended).toMatchObject({
    name: 'UnsupportedProtocolError',
    message: `The other side does not speak ${PROTOCOL}.`,
  })
})

test.each(['never told', 'no more', 'gone meanwhile'])(
  'a protocol that the peer speaks %s is negotiated first',
  async (what) => {
    const { eager, identify, events, connection } = room(['/another/1.0.0'])
    if (what !== 'never told') identify([PROTOCOL])
    if (what === 'no more') identify([])
    if (what === 'gone meanwhile') {
      const detail = connection.remotePeer
      events.dispatchEvent(new CustomEvent('peer:disconnect', { detail }))
    }
    await expect(eager.open(connection, PROTOCOL)).rejects.toMatchObject({
      name: 'UnsupportedProtocolError',
    })
  },
)

test('streams that others open on the same wire are negotiated first', async () => {
  const { eager, identify, connection, served } = room([PROTOCOL])
  identify([PROTOCOL])
  await eager.open(connection, PROTOCOL)
  await connection.newStream(PROTOCOL)
  expect(await served[1]?.agreed).toBe(PROTOCOL)
})
