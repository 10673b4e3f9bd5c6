// Facts about the trace codec.

import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { envelopeSchema, type Envelope } from './envelope.ts'
import { anyEnvelope, PEERS } from './test-arbitraries.ts'
import {
  decodeHeader,
  decodeLine,
  decodeTrace,
  encodeHeader,
  encodeLine,
  encodeTrace,
  MAX_LINE_LENGTH,
  traceHeader,
  TraceLineError,
  TraceVersionError,
} from './trace.ts'

const header = traceHeader({ startedAt: 12, title: 'A put', room: { room: 'main', k: 4 } })
const peer = PEERS[0] ?? ('' as never)
const envelope: Envelope = {
  seq: 1,
  at: 20,
  peer,
  source: 'room',
  event: { kind: 'bucket.split', prefix: '' },
}

/** The error that decoding `text` throws. */
function failure(text: string): unknown {
  try {
    decodeTrace(text)
  } catch (thrown) {
    return thrown
  }
  return undefined
}

describe('T1 a trace', () => {
  it('comes back from its text as it was, for events of every kind', () => {
    fc.assert(
      fc.property(fc.array(anyEnvelope, { maxLength: 20 }), (envelopes) => {
        expect(decodeTrace(encodeTrace(header, envelopes))).toEqual({ header, envelopes })
      }),
    )
  })

  it('is made of envelopes that the schema takes whole', () => {
    fc.assert(
      fc.property(anyEnvelope, (any) => {
        expect(v.parse(envelopeSchema, any)).toEqual(any)
      }),
    )
  })

  it('has one line for the header and one for each envelope', () => {
    const text = encodeTrace(header, [envelope, envelope])
    expect(text).toBe(`${encodeHeader(header)}\n${encodeLine(envelope)}\n${encodeLine(envelope)}\n`)
  })

  it('can be read line by line', () => {
    expect(decodeHeader(encodeHeader(header))).toEqual(header)
    expect(decodeLine(`${encodeLine(envelope)}\r`, 2)).toEqual(envelope)
  })

  it('may have empty lines, Windows line ends and a byte order mark', () => {
    const text = `\uFEFF${encodeHeader(header)}\r\n\r\n${encodeLine(envelope)}\r\n\n`
    expect(decodeTrace(text).envelopes).toEqual([envelope])
  })

  it('keeps of the room settings what does not tell addresses', () => {
    const room = { room: 'main', k: 4, multiaddrs: ['/ip4/192.168.0.2/tcp/8080/ws'] }
    expect(encodeHeader(traceHeader({ startedAt: 0, room }))).not.toContain('192.168')
  })
})

describe('T2 a line that cannot be read', () => {
  it.each([
    ['{"seq":1', 'it is not JSON'],
    ['[]', 'Expected'],
    [encodeLine({ ...envelope, seq: -1 }), 'seq'],
    [JSON.stringify({ ...envelope, peer: '<b>' }), 'peer: not a peer id'],
    [JSON.stringify({ ...envelope, event: { kind: 'peer.exploded' } }), 'event.kind'],
    [JSON.stringify({ ...envelope, event: { kind: 'bucket.split', prefix: '2' } }), 'event.prefix'],
    ['x'.repeat(MAX_LINE_LENGTH + 1), 'it is too long'],
  ])('is a TraceLineError with its number and the reason', (line, reason) => {
    const thrown = failure(`${encodeHeader(header)}\n${encodeLine(envelope)}\n\n${line}\n`)
    expect(thrown).toBeInstanceOf(TraceLineError)
    expect(thrown).toMatchObject({ name: 'TraceLineError', line: 4 })
    expect(String(thrown)).toContain(reason)
  })

  it.each(['', 'hello', '{}', '[]', 'null', '{"format":"har","version":1}'])(
    'is the first when the file is something else: %j',
    (text) => {
      expect(failure(text)).toMatchObject({ name: 'TraceLineError', line: 1 })
    },
  )

  it('is the only way to fail, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const thrown = failure(`${encodeHeader(header)}\n${text}`)
        expect(thrown === undefined || thrown instanceof TraceLineError).toBe(true)
      }),
    )
  })
})

describe('T3 a trace of another version', () => {
  it('is a TraceVersionError', () => {
    const thrown = failure(JSON.stringify({ ...header, version: 2 }))
    expect(thrown).toBeInstanceOf(TraceVersionError)
    expect(String(thrown)).toContain('version 2')
  })
})
