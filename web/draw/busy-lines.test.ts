// The lines of wires in use: one for both ways, broader with more messages, and never a black mass.

import { expect, test } from 'vitest'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { busyLines } from './busy-lines.ts'
import type { Point } from './ring.ts'

const peers = (count: number): PeerName[] =>
  Array.from({ length: count }, (_, index) => `peer-${index}` as PeerName)

const placed = (names: readonly PeerName[]): Map<PeerName, Point> =>
  new Map(names.map((name, index) => [name, { x: index, y: index * index }]))

/** Everybody sends everybody else `rate` messages a second. */
function everybody(names: readonly PeerName[], rate: number): Map<PeerName, Map<PeerName, number>> {
  const others = (own: PeerName): [PeerName, number][] =>
    names.filter((name) => name !== own).map((name) => [name, rate])
  return new Map(names.map((name) => [name, new Map(others(name))]))
}

test('what goes both ways between two peers is one line', () => {
  const [a, b] = ['a', 'b'] as PeerName[] as [PeerName, PeerName]
  const places = new Map([
    [a, { x: 0, y: 0 }],
    [b, { x: 5, y: 1 }],
  ])
  const oneWay = busyLines(new Map([[a, new Map([[b, 3]])]]), places)
  const bothWays = busyLines(
    new Map([
      [a, new Map([[b, 1]])],
      [b, new Map([[a, 2]])],
    ]),
    places,
  )
  expect(bothWays.lines).toHaveLength(1)
  expect(bothWays.lines[0]?.width).toBe(oneWay.lines[0]?.width)
})

test('what goes between the members of two groups is one line, and within a group none', () => {
  const [left, right] = [
    { x: 0, y: 0 },
    { x: 9, y: 0 },
  ]
  const names = peers(6)
  const places = new Map(names.map((name, index) => [name, index < 3 ? left : right]))
  const { lines } = busyLines(everybody(names, 1), places)
  expect(lines).toHaveLength(1)
  // Nine pairs, both ways.
  expect(lines[0]?.width).toBe(2 + Math.log2(1 + 18))
})

test('a wire with twice the messages has a broader line; who is nowhere has none', () => {
  const names = peers(2)
  const places = placed(names)
  const [slow, quick] = [1, 2].map((rate) => busyLines(everybody(names, rate), places).lines[0])
  expect(quick?.width).toBeGreaterThan(slow?.width ?? Infinity)
  expect(busyLines(everybody(names, 1), new Map()).lines).toEqual([])
})

test('the lines of a crowd have no more ink together than those of a few, as long as they are seen', () => {
  const inkOf = (count: number): number => {
    const names = peers(count)
    const { lines, alpha } = busyLines(everybody(names, 1), placed(names))
    expect(lines).toHaveLength((count * (count - 1)) / 2)
    expect(alpha).toBeGreaterThan(0.03)
    return lines.reduce((sum, { width }) => sum + width * alpha, 0)
  }
  const few = inkOf(9)
  expect(inkOf(16)).toBeLessThan(1.2 * few)
  // 2,016 lines, each as faint as can be: a tenth of what as many had that are drawn as a few are.
  expect(inkOf(64)).toBeLessThan((2_016 / 36) * 0.1 * few)
})
