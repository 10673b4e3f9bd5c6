// Facts about the cut: compared with the geometry of a ring.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { halvingStroke, prolonged, refusalOf, sidesOf, SHORTEST_STROKE } from './lab-cut.ts'
import { pointAt } from './ring.ts'

function ringOf(turns: readonly number[]): { peerId: PeerName; x: number; y: number }[] {
  return turns.map((turn, index) => ({
    peerId: `peer-${index}` as PeerName,
    ...pointAt(turn, 100),
  }))
}

test('a stroke down the middle parts the ring by the first bit of the ids', () => {
  const turns = [0.01, 0.2, 0.49, 0.51, 0.75]
  const sides = sidesOf(halvingStroke(100), ringOf(turns))
  expect(sides?.fewer).toEqual(['peer-3', 'peer-4'])
  expect(sides?.others).toEqual(['peer-0', 'peer-1', 'peer-2'])
})

test('a chord parts exactly those whose place lies in its arc, however it is drawn', () => {
  const turn = fc.double({ min: 0, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(turn, fc.double({ min: 0.05, max: 0.45, noNaN: true }), (start, width) => {
      const turns = Array.from({ length: 40 }, (_, index) => (index + 0.5) / 40)
      const from = pointAt(start, 100)
      const to = pointAt(start + width, 100)
      const inArc = turns.filter((one) => (one - start + 1) % 1 < width).length
      const there = sidesOf({ from, to }, ringOf(turns))
      const back = sidesOf({ from: to, to: from }, ringOf(turns))
      expect(there?.fewer.length ?? 0).toBe(inArc)
      expect(new Set(back?.fewer)).toEqual(new Set(there?.fewer))
    }),
  )
})

test('a stroke that parts nobody, or is hardly one, cuts nothing', () => {
  const peers = ringOf([0, 0.25, 0.5, 0.75])
  expect(sidesOf({ from: { x: 300, y: -50 }, to: { x: 300, y: 50 } }, peers)).toBeUndefined()
  const dot = { from: { x: 0, y: 0 }, to: { x: SHORTEST_STROKE - 1, y: 0 } }
  expect(sidesOf(dot, peers)).toBeUndefined()
})

test('why a stroke cuts nothing is said', () => {
  const peers = ringOf([0, 0.25, 0.5, 0.75])
  const beside = { from: { x: 300, y: -50 }, to: { x: 300, y: 50 } }
  expect(refusalOf(beside, peers)).toContain('one side')
  expect(refusalOf({ from: { x: 0, y: 0 }, to: { x: 1, y: 0 } }, peers)).toContain('too short')
  expect(refusalOf(halvingStroke(100), [])).toContain('nobody')
  expect(refusalOf(halvingStroke(100), ringOf([0.2, 0.7]))).toBeUndefined()
})

test('a prolonged stroke lies on the same line', () => {
  const long = prolonged({ from: { x: 0, y: 0 }, to: { x: 3, y: 4 } }, 10)
  expect(long).toEqual({ from: { x: -6, y: -8 }, to: { x: 9, y: 12 } })
})
