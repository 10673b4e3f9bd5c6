// How many relayed connections there may be.

import { expect, test } from 'vitest'
import type { PeerName } from '../src/kad/kad-id.ts'
import { createRelayedCaps } from './relayed-caps.ts'

const [ANN, BEN, CAM, DOT] = ['ann', 'ben', 'cam', 'dot'] as PeerName[] as [
  PeerName,
  PeerName,
  PeerName,
  PeerName,
]

test('a peer has so many and no more, and the others go on', () => {
  const caps = createRelayedCaps(2, 10)
  expect(caps.open(ANN, BEN)).toBeDefined()
  expect(caps.open(CAM, ANN)).toBeDefined()
  expect(caps.open(ANN, DOT)).toBeUndefined()
  expect(caps.open(DOT, ANN)).toBeUndefined()
  expect(caps.open(BEN, CAM)).toBeDefined()
  expect([caps.count(), caps.refused()]).toEqual([3, 2])
})

test('all together have so many', () => {
  const caps = createRelayedCaps(10, 1)
  caps.open(ANN, BEN)
  expect(caps.open(CAM, DOT)).toBeUndefined()
})

test('one that closes makes room once', () => {
  const caps = createRelayedCaps(1, 10)
  const close = caps.open(ANN, BEN)
  close?.()
  close?.()
  expect(caps.count()).toBe(0)
  expect(caps.open(ANN, BEN)).toBeDefined()
  expect(caps.open(ANN, CAM)).toBeUndefined()
})
