// Facts about what is written round the ring: names keep clear, and quarters give way.

import { expect, test } from 'vitest'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { overlap, within } from './label-boxes.ts'
import type { NetworkFrame } from './network-frame.ts'
import { freeTicks } from './network-labels.ts'
import { boundsOf, middleOf } from './network-rim.ts'
import { networkScene } from './network-scene.ts'

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

test('D7 in an empty room on a phone the names of the peer and the relay lie on nothing that is said', () => {
  for (let seed = 0; seed < 16; seed += 1) {
    const room = new ModelRoom(seed, 4)
    room.join(0)
    const own = room.join(30).peerId
    const frame: NetworkFrame = {
      ...{ width: 360, height: 430, text: TEXT, own },
      ...{ selected: [], targets: [], knows: false },
      middle: { width: 202, height: 206 },
    }
    const { labels, peers } = networkScene(fold(emptyWorld(), room.drain()), frame)
    expect(labels).toHaveLength(2)
    const said = middleOf(frame).map(({ box }) => box)
    for (const { id, box } of labels) {
      const others = labels.filter((label) => label.id !== id).map((label) => label.box)
      const dots = peers.flatMap(({ peerId, x, y, radius }) =>
        peerId === id
          ? []
          : [{ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }],
      )
      expect([...said, ...others, ...dots].filter((taken) => overlap(box, taken))).toEqual([])
      expect(within(box, boundsOf(frame))).toBe(true)
    }
  }
})
