import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KadId } from '../../src/kad/kad-id.ts'
import { hasPrefix } from '../../src/kad/prefix.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { livePeers } from '../../src/world/selectors.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { idAtTurn } from './key-place.ts'
import { cellOf, type Scale } from './magnifier.ts'
import type { Viewpoint } from './space.ts'
import { triePicture, type TriePicture } from './trie-picture.ts'

const SIZE = { width: 820, height: 440, text: 12 }

const room = new ModelRoom(5, 4)
for (let i = 0; i < 40; i += 1) room.join(i * 30)
const world = fold(emptyWorld(), room.drain())
const [own] = livePeers(world)
if (own === undefined) throw new Error('the World is empty')
const viewpoint: Viewpoint = { kadId: own.kadId, peerId: own.peerId, contacts: own.contacts }

function drawn(key: KadId, scale: Scale): TriePicture {
  return triePicture(world, viewpoint, key, { ...SIZE, scale })
}

const anyTurn = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe.each(['whole', 'six'] as const)('D6 the key under the tree, %s', (scale) => {
  const { rail } = drawn(own.kadId, scale)

  it('lies under the leaf whose prefix its id begins with', () => {
    fc.assert(
      fc.property(anyTurn, (turn) => {
        const id = idAtTurn(turn, scale)
        const leaf = rail.parts.find(({ prefix }) => hasPrefix(id, prefix))
        const x = rail.xOf(id)
        if (leaf === undefined) {
          // Nobody is there: it lies on the border between two leaves.
          expect(rail.parts.some(({ left }) => Math.abs(left - x) < 1e-6) || x === end()).toBe(true)
        } else {
          expect(x).toBeGreaterThanOrEqual(leaf.left)
          expect(x).toBeLessThanOrEqual(leaf.left + leaf.width)
        }
      }),
    )
  })

  it('is where it was put, and never left of a lesser id', () => {
    fc.assert(
      fc.property(anyTurn, anyTurn, (one, other) => {
        const [a, b] = [one, other].map((share) => 10 + share * 800).sort((x, y) => x - y)
        const [first, second] = [rail.idAt(a ?? 0), rail.idAt(b ?? 0)]
        expect(first <= second).toBe(true)
        expect(rail.xOf(first)).toBeLessThanOrEqual(rail.xOf(second))
        const leaf = rail.parts.find(({ left, width }) => (a ?? 0) < left + width)
        const near = scale === 'six' ? (leaf?.width ?? 0) : (leaf?.width ?? 0) / 64
        expect(Math.abs(rail.xOf(first) - (a ?? 0))).toBeLessThanOrEqual(near + 1e-6)
      }),
    )
  })

  it('hangs from the deepest node on its way', () => {
    fc.assert(
      fc.property(anyTurn, (turn) => {
        const id = idAtTurn(turn, scale)
        const { branches, key } = drawn(id, scale)
        const way = branches.filter(({ prefix }) => hasPrefix(id, prefix))
        expect(branches.filter(({ toKey }) => toKey)).toEqual(way)
        expect(key.prefix).toBe(way.at(-1)?.prefix ?? '')
      }),
      { numRuns: 40 },
    )
  })

  function end(): number {
    const last = rail.parts.at(-1)
    return (last?.left ?? 0) + (last?.width ?? 0)
  }
})

describe('D6 the rail', () => {
  it('has an end on either side, and one place for each of the 64 under the magnifier', () => {
    const { rail } = drawn(own.kadId, 'six')
    expect(cellOf(rail.idAt(-50))).toBe(0)
    expect(cellOf(rail.idAt(5000))).toBe(63)
    const places = rail.parts.map(({ left, width }) => cellOf(rail.idAt(left + width / 2)))
    expect(places).toEqual(Array.from({ length: 64 }, (_, cell) => cell))
  })
})
