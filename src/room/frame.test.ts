import { deflateSync, strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { Envelope } from '../event/envelope.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { BadFrameError, MAX_FRAME_BYTES, packFrame, unpackFrame } from './frame.ts'

const peer = '12D3KooWM9RFxuzGi6SbMdx6kKYSJqBphCSGoTvU3WUo2khzEeW3' as PeerName
const other = '12D3KooWHA29YwbwNJGmAeXZcV1PJwr3iou47UwiD6iGB2fAG5UF' as PeerName

const envelope: Envelope = {
  seq: 7,
  at: 1_000,
  peer,
  source: 'room',
  event: { kind: 'contact.added', contact: other },
}

function pack(value: unknown): Uint8Array {
  return deflateSync(strToU8(JSON.stringify(value)))
}

describe('a frame', () => {
  test.each([true, false])('comes back as it was packed, asking for the state: %s', (asks) => {
    const frame = { peer, sentAt: 1_234, asks, envelopes: [envelope] }
    expect(unpackFrame(packFrame(frame), peer)).toEqual(frame)
  })

  test('is refused when its signer is not its peer', () => {
    const bytes = packFrame({ peer, sentAt: 0, asks: false, envelopes: [envelope] })
    expect(() => unpackFrame(bytes, other)).toThrow(BadFrameError)
  })

  test.each([
    ['no deflated data', new Uint8Array([1, 2, 3, 4])],
    ['no JSON', deflateSync(strToU8('{'))],
    ['another version', pack({ v: 2, peer, sentAt: 0, events: [] })],
    [
      'an unknown kind',
      pack({ v: 1, peer, sentAt: 0, events: [{ seq: 1, at: 1, event: { kind: 'x' } }] }),
    ],
    ['a negative seq', pack({ v: 1, peer, sentAt: 0, events: [{ ...envelope, seq: -1 }] })],
    [
      'news from after it was sent',
      pack({ v: 1, peer, sentAt: 0, events: [{ seq: 1, at: 1, event: envelope.event }] }),
    ],
    ['asking in a way of its own', pack({ v: 1, peer, sentAt: 0, asks: 'yes', events: [] })],
    ['too many bytes', new Uint8Array(MAX_FRAME_BYTES + 1)],
    ['a text that unfolds into too much', deflateSync(new Uint8Array(2_000_000))],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => unpackFrame(bytes, peer)).toThrow(BadFrameError)
  })

  test('cannot claim another tier or add fields', () => {
    const event = { kind: 'contact.added', contact: other, html: '<b>' }
    const events = [{ seq: 1, at: 1, event, source: 'lab', peer: other }]
    const { envelopes } = unpackFrame(pack({ v: 1, peer, sentAt: 1, events }), peer)
    expect(envelopes).toEqual([
      { seq: 1, at: 1, peer, source: 'room', event: { kind: 'contact.added', contact: other } },
    ])
  })
})
