import { describe, expect, it } from 'vitest'
import { overlap, within } from './label-boxes.ts'
import { placeLabels, type LabelWish } from './labels.ts'
import { pointAt } from './ring.ts'

const bounds = { left: -200, top: -200, right: 200, bottom: 200 }

function wish(id: string, turn: number, weight = 0): LabelWish {
  return {
    id,
    turns: [turn],
    at: pointAt(turn, 100),
    width: 60,
    height: 16,
    offset: 10,
    weight,
    must: false,
  }
}

describe('names beside the ring', () => {
  it('lie outside: right of the right half, left of the left half, above the top', () => {
    const labels = placeLabels([wish('e', 0.25), wish('w', 0.75), wish('n', 0)], bounds)
    expect(Object.fromEntries(labels.map((label) => [label.id, label.side]))).toEqual({
      e: 'right',
      w: 'left',
      n: 'middle',
    })
    expect(labels.find((label) => label.id === 'n')?.y).toBeLessThan(-100)
  })

  it('thin out where they would touch, and the weightier stays', () => {
    const labels = placeLabels([wish('a', 0.25), wish('own', 0.255, 5), wish('c', 0.26)], bounds)
    expect(labels.map((label) => label.id)).toEqual(['own'])
  })

  it('are left out where they would be cut, or go inside where they may', () => {
    const narrow = { ...bounds, right: 150 }
    expect(placeLabels([wish('e', 0.25)], narrow)).toEqual([])
    const [label] = placeLabels([{ ...wish('e', 0.25), turns: [0.25, 0.75] }], narrow)
    expect(label?.side).toBe('left')
    expect(label?.x).toBeCloseTo(90)
  })

  it('lie on nothing but their own thing', () => {
    const box = { left: 90, right: 180, top: -10, bottom: 10 }
    expect(placeLabels([wish('e', 0.25)], bounds, [{ id: 'other', box }])).toEqual([])
    expect(placeLabels([wish('e', 0.25)], bounds, [{ id: 'e', box }])).toHaveLength(1)
  })

  it('that must be there stand farther off in a crowd, with a line that leads to them', () => {
    const crowd = Array.from({ length: 60 }, (_, index) => {
      const { x, y } = pointAt(index / 60, 118)
      return {
        id: index.toString(),
        box: { left: x - 9, right: x + 9, top: y - 9, bottom: y + 9 },
      }
    })
    const wishes = [wish('a', 0.2, 9), { ...wish('own', 0.25), must: true }]
    const middle = { id: 'middle', box: { left: -109, top: -109, right: 80, bottom: 109 } }
    const [own, ...others] = placeLabels(wishes, bounds, [...crowd, middle])
    expect(others).toEqual([])
    expect(own?.id).toBe('own')
    expect(own?.leader).toBeDefined()
    const box = own?.box ?? bounds
    expect(crowd.some((obstacle) => overlap(box, obstacle.box))).toBe(false)
  })

  it('that must be there are, inside the bounds and apart, wherever the ring is narrow', () => {
    const narrow = { left: -120, top: -180, right: 120, bottom: 180 }
    for (let turn = 0; turn < 1; turn += 1 / 16) {
      const musts = [turn, turn + 0.02, turn + 0.5].map((at, index) => ({
        ...wish(index.toString(), at % 1),
        must: true,
      }))
      const labels = placeLabels(musts, narrow)
      expect(labels.map(({ id }) => id).sort()).toEqual(['0', '1', '2'])
      for (const [index, { box }] of labels.entries()) {
        expect(within(box, narrow)).toBe(true)
        expect(labels.slice(index + 1).some((other) => overlap(box, other.box))).toBe(false)
      }
    }
  })
})
