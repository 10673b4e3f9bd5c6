// Facts about questions and answers on a stream, also with js-libp2p's own streams at the other end.

import { StreamResetError, type Stream } from '@libp2p/interface'
import { lpStream, streamPair } from '@libp2p/utils'
import { encode } from 'it-length-prefixed'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { limitedSignal, type LimitedSignal } from '../../base/limited-signal.ts'
import { ManualClock } from '../../base/manual-clock.ts'
import { ask } from './ask.ts'
import { MAX_FRAME_BYTES } from './frame-reader.ts'
import { serve } from './serve.ts'

/** How long a question may wait for its answer. */
const LIMIT_MS = 1_000

let near: Stream
let far: Stream
let clock: ManualClock
/** Of whoever asks; the other is of whoever serves. */
let askerClock: ManualClock
let limit: LimitedSignal

beforeEach(async () => {
  ;[near, far] = await streamPair()
  clock = new ManualClock()
  askerClock = new ManualClock()
  limit = limitedSignal(askerClock, LIMIT_MS)
})

/** Answers with an exclamation mark. */
const exclaim = (question: Uint8Array): Promise<Uint8Array> =>
  Promise.resolve(fromString(`${toString(question)}!`))

/** Serves the far end; returns what is told of it. */
const answering = (answer: (question: Uint8Array) => Promise<Uint8Array | undefined>): string[] => {
  const told: string[] = []
  serve(far, clock, {
    answer,
    onGivenUp: ({ name }) => told.push(`given up: ${name}`),
    onEnded: () => told.push('ended'),
  })
  return told
}

const question = async (text: string): Promise<string> =>
  toString(await ask(near, fromString(text), limit))

describe('a question', () => {
  test('goes out and is answered, by js-libp2p as well', async () => {
    const asked = question('how')
    const messages = lpStream(far)
    expect(toString((await messages.read()).subarray())).toBe('how')
    await messages.write(fromString('so'))
    expect(await asked).toBe('so')
    expect(near.status).toBe('open')
  })

  test('is answered by what comes in pieces', async () => {
    const asked = question('how')
    for (const byte of encode.single(fromString('bit by bit')).subarray()) {
      far.send(Uint8Array.of(byte))
    }
    expect(await asked).toBe('bit by bit')
  })

  test('fails when the other side breaks the stream off, with what it is told', async () => {
    const asked = question('how')
    far.abort(new Error('no'))
    await expect(asked).rejects.toThrow(StreamResetError)
  })

  test('fails when the other side has no more to say', async () => {
    const asked = question('how')
    await far.close()
    await expect(asked).rejects.toThrow('the stream ended without an answer')
  })

  test('fails when the stream has ended before', async () => {
    await far.close()
    await vi.waitFor(() => expect(near.remoteWriteStatus).toBe('closed'))
    await expect(question('how')).rejects.toThrow('the stream ended without an answer')
    near.abort(new Error('gone'))
    await expect(question('how')).rejects.toThrow()
  })

  test('fails when its time is up, with the reason, and leaves nothing behind', async () => {
    const listened = vi.spyOn(near, 'addEventListener')
    const forgotten = vi.spyOn(near, 'removeEventListener')
    const asked = question('how')
    askerClock.advance(LIMIT_MS)
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(listened).toHaveBeenCalled()
    expect(forgotten).toHaveBeenCalledTimes(listened.mock.calls.length)
    await expect(question('again')).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('is not answered by what is longer than any message', async () => {
    const asked = question('how')
    far.send(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f))
    await expect(asked).rejects.toMatchObject({ name: 'StreamBufferError' })
  })
})

describe('a stream that is served', () => {
  test('answers one question after the other, then closes when the asker does', async () => {
    const told = answering(exclaim)
    for (const text of ['one', 'two', 'three']) expect(await question(text)).toBe(`${text}!`)
    await near.close()
    await vi.waitFor(() => expect(far.status).toBe('closed'))
    expect(near.status).toBe('closed')
    expect(told).toEqual(['ended'])
    expect(clock.pending).toBe(0)
  })

  test('answers in order what comes at once, also after the asker has closed', async () => {
    const texts = ['one', 'two', 'three']
    const waits = [30, 5, 0]
    answering(async (bytes) => {
      await new Promise((resolve) => setTimeout(resolve, waits.shift()))
      return exclaim(bytes)
    })
    const messages = lpStream(near)
    await messages.writeV(texts.map((text) => fromString(text)))
    await near.close()
    for (const text of texts) {
      expect(toString((await messages.read()).subarray())).toBe(`${text}!`)
    }
    await vi.waitFor(() => expect(far.status).toBe('closed'))
  })

  test('has no answer to some messages, and goes on', async () => {
    answering(async (bytes) => (bytes.length === 0 ? Promise.resolve(undefined) : exclaim(bytes)))
    near.send(Uint8Array.of(0))
    expect(await question('and now')).toBe('and now!')
  })

  test('is broken off when a message is refused', async () => {
    const told = answering(() => Promise.reject(new RangeError('never')))
    await expect(question('how')).rejects.toThrow(StreamResetError)
    expect(told).toEqual(['given up: RangeError', 'ended'])
    expect(far.status).toBe('aborted')
    expect(clock.pending).toBe(0)
  })

  test('is broken off when its other side is silent for ten seconds', async () => {
    const told = answering(exclaim)
    clock.advance(9_000)
    expect(await question('still there')).toBe('still there!')
    clock.advance(9_999)
    expect(far.status).toBe('open')
    clock.advance(1)
    expect(far.status).toBe('aborted')
    expect(told).toEqual(['given up: TimeoutError', 'ended'])
  })

  test('says no more when it has ended before the answer', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
    const answer = vi.fn(() => released)
    const told = answering(answer)
    const asked = question('how')
    await vi.waitFor(() => expect(answer).toHaveBeenCalledOnce())
    near.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
    await vi.waitFor(() => expect(told).toEqual(['ended']))
    release(undefined)
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual(['ended'])
    expect(clock.pending).toBe(0)
  })

  test('is broken off when it is told too much at once', async () => {
    answering(() => new Promise(() => undefined))
    const message = encode.single(new Uint8Array(MAX_FRAME_BYTES / 4)).subarray()
    for (let sent = 0; sent < 6; sent += 1) {
      if (near.status === 'open' && !near.send(message)) await near.onDrain().catch(() => undefined)
    }
    await vi.waitFor(() => expect(far.status).toBe('aborted'))
    expect(clock.pending).toBe(0)
  })
})
