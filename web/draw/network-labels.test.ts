// Facts about the quarters of the ring: each is named unless something else stands there.

import { expect, test } from 'vitest'
import { freeTicks } from './network-labels.ts'

const [RADIUS, TEXT] = [200, 12]

function named(targets: readonly { x: number; y: number }[]): string[] {
  return freeTicks([], targets, RADIUS, TEXT).map(({ text }) => text)
}

test('a quarter is named unless the mark of a target is in its way', () => {
  expect(named([])).toEqual(['0000', '4000', '8000', 'c000'])
  // Turn 0 is at the top of the ring.
  expect(named([{ x: 0, y: -RADIUS }])).toEqual(['4000', '8000', 'c000'])
  expect(named([{ x: RADIUS, y: 0 }])).toEqual(['0000', '8000', 'c000'])
})
