import { describe, expect, it } from 'vitest'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { fallingPicture } from './falling.ts'
import type { Approach } from './lookup-facts.ts'

const step = (ms: number, distance: number, nearest: number): Approach => ({
  peer: 'p' as PeerName,
  ms,
  distance,
  nearest,
})

describe('the distance falling', () => {
  const picture = fallingPicture(
    [step(0, 255, 255), step(10, 252, 252), step(20, 254, 252)],
    400,
    140,
  )

  it('puts the later to the right and the nearer below', () => {
    const [a, b, c] = picture.points
    expect(a && b && c && a.x < b.x && b.x < c.x).toBe(true)
    expect(a && b && c && b.y > c.y && c.y > a.y).toBe(true)
  })

  it('stays inside the picture', () => {
    for (const { x, y } of picture.points) {
      expect(x).toBeGreaterThan(picture.left)
      expect(x).toBeLessThanOrEqual(400)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(140)
    }
  })

  it('leaves out a peer that is the target itself', () => {
    expect(fallingPicture([step(0, -Infinity, -Infinity)], 400, 140).points).toEqual([])
  })
})
