// What is read of circuit-relay messages; the bytes are laid out by hand after the specification.

import { peerIdFromString } from '@libp2p/peer-id'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetOfConnect } from './hop-message.ts'

const ANN = '12D3KooWQ2MP2icViVaBvsWbH2pgdaB8UfDjPn9ZJ4J1jErnSwX9'
const id = peerIdFromString(ANN).toMultihash().bytes
const peer = Uint8Array.of(0x0a, id.length, ...id)

test('a request to be connected names its target', () => {
  expect(targetOfConnect(Uint8Array.of(0x08, 1, 0x12, peer.length, ...peer))).toBe(ANN)
})

test.each([
  ['a wish for a reservation', [0x08, 0]],
  ['a request without a target', [0x08, 1]],
  ['a request whose target is cut off', [0x08, 1, 0x12, 40, 1, 2]],
  ['a request whose target is no peer', [0x08, 1, 0x12, 4, 0x0a, 2, 1, 2]],
  ['nothing', []],
])('%s does not', (_, bytes) => {
  expect(targetOfConnect(Uint8Array.from(bytes))).toBeUndefined()
})

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      targetOfConnect(bytes)
    }),
  )
})
