import { describe, expect, it } from 'vitest'
import type { KadId } from '../../src/kad/kad-id.ts'
import { closestTo, commonPrefixLength, log2Distance } from '../../src/kad/metric.ts'
import { hasPrefix } from '../../src/kad/prefix.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { Peer, World } from '../../src/world/world.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { idAtPower, idAtTurn } from './key-place.ts'
import { cellOf, sixBitsOf, turnOfId } from './magnifier.ts'
import { halvesOf, type Viewpoint } from './space.ts'
import { leavesOf, nodesOf, trieNodes } from './trie-nodes.ts'
import { triePicture } from './trie-picture.ts'

function worldOf(count: number): World {
  const room = new ModelRoom(5, 4)
  for (let i = 0; i < count; i += 1) room.join(i * 30)
  return fold(emptyWorld(), room.drain())
}

const inOrder = (world: World): Peer[] =>
  livePeers(world).sort((a, b) => (a.kadId < b.kadId ? -1 : 1))

describe.each([8, 64, 200])('the space of %d peers', (count) => {
  const world = worldOf(count)
  const [own] = livePeers(world).slice(1)
  if (own === undefined) throw new Error('the World is empty')
  const viewpoint: Viewpoint = { kadId: own.kadId, peerId: own.peerId, contacts: own.contacts }
  const key = idAtTurn(0.3, 'whole')

  it('has every other peer in the half of the bits that it shares', () => {
    const halves = halvesOf(world, viewpoint, 'whole')
    expect(halves.flatMap(({ peers }) => peers)).toHaveLength(count - 1)
    for (const { sharedBits, prefix, peers } of halves) {
      for (const { kadId } of peers) {
        expect(commonPrefixLength(kadId, own.kadId)).toBe(sharedBits)
        expect(hasPrefix(kadId, prefix)).toBe(true)
      }
    }
  })

  it('is a tree whose leaves have every peer once, with no more leaves than fit', () => {
    const root = trieNodes(inOrder(world), own.kadId, { scale: 'whole', most: 60 })
    const leaves = leavesOf(root)
    expect(leaves.length).toBeLessThanOrEqual(60)
    expect(leaves.flatMap(({ peers }) => peers)).toEqual(inOrder(world))
    for (const { prefix, peers } of leaves) {
      expect(peers.every(({ kadId }) => hasPrefix(kadId, prefix))).toBe(true)
    }
  })

  it('follows the path of the viewpoint until it is alone', () => {
    const root = trieNodes(inOrder(world), own.kadId, { scale: 'whole', most: 20 })
    const end = nodesOf(root).filter(({ lit, children }) => lit && children.length === 0)
    expect(end.map(({ peers }) => peers.map(({ peerId }) => peerId))).toEqual([[own.peerId]])
  })

  it.each([
    [820, 440],
    [330, 300],
    [1250, 800],
  ])('fits into %d by %d pixels, and no peer hides another', (width, height) => {
    for (const scale of ['whole', 'six'] as const) {
      const { peers, dot } = triePicture(world, viewpoint, key, { width, height, text: 12, scale })
      expect(peers).toHaveLength(count)
      for (const [index, one] of peers.entries()) {
        expect(one.x).toBeGreaterThan(0)
        expect(one.x).toBeLessThan(width)
        expect(one.y).toBeGreaterThan(0)
        expect(one.y).toBeLessThan(height)
        for (const other of peers.slice(index + 1)) {
          const apart = Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))
          expect(apart).toBeGreaterThanOrEqual(dot * 1.9)
        }
      }
    }
  })
})

describe('a key that is dragged', () => {
  it('is where it was put on the ring', () => {
    for (const turn of [0, 0.1, 0.49999, 0.75, 0.999]) {
      expect(turnOfId(idAtTurn(turn, 'whole'), 'whole')).toBeCloseTo(turn, 8)
    }
    expect(idAtTurn(1.25, 'whole')).toBe(idAtTurn(0.25, 'whole'))
    expect(idAtTurn(-0.25, 'whole')).toBe(idAtTurn(0.75, 'whole'))
  })

  it('is as far from the viewpoint as it was put on the line', () => {
    const from = '3f'.repeat(32) as KadId
    for (const power of [255.9, 254.25, 250, 200.5, 40]) {
      expect(log2Distance(from, idAtPower(from, power, 'whole'))).toBeCloseTo(power, 6)
    }
    expect(log2Distance(from, idAtPower(from, 300, 'whole'))).toBeLessThan(256)
  })

  it('snaps to the 64 places under the magnifier', () => {
    const from = idAtTurn(22 / 64, 'six')
    expect(cellOf(from)).toBe(22)
    expect(sixBitsOf(from, idAtPower(from, 250 + Math.log2(10), 'six')).distance).toBe(10)
    expect(sixBitsOf(from, idAtPower(from, 249, 'six')).distance).toBeLessThan(2)
  })
})

describe('the first six bits', () => {
  it('of two ids give their distance as a sum', () => {
    const a = idAtTurn(22 / 64, 'six')
    const b = idAtTurn(28 / 64, 'six')
    expect(sixBitsOf(a, b)).toEqual({
      a: '010110',
      b: '011100',
      xor: '001010',
      distance: 10,
      sum: '8 + 2',
    })
  })

  it('never put a nearer id farther away', () => {
    const world = worldOf(64)
    const from = idAtTurn(0.6, 'whole')
    const distances = closestTo(from, livePeers(world), 64, ({ kadId }) => kadId).map(
      ({ kadId }) => sixBitsOf(from, kadId).distance,
    )
    expect(distances).toEqual([...distances].sort((x, y) => x - y))
  })
})
