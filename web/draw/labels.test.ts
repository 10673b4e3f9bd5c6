import { describe, expect, it } from 'vitest'
import { placeLabels, type LabelWish } from './labels.ts'
import { pointAt } from './ring.ts'

const bounds = { left: -200, top: -200, right: 200, bottom: 200 }

function wish(id: string, turn: number, weight = 0): LabelWish {
  return {
    id,
    turn,
    at: pointAt(turn, 100),
    width: 60,
    height: 16,
    offset: 10,
    weight,
    inside: false,
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
    const [label] = placeLabels([{ ...wish('e', 0.25), inside: true }], narrow)
    expect(label?.side).toBe('left')
    expect(label?.x).toBeCloseTo(90)
  })

  it('lie on nothing but their own thing', () => {
    const box = { left: 90, right: 180, top: -10, bottom: 10 }
    expect(placeLabels([wish('e', 0.25)], bounds, [{ id: 'other', box }])).toEqual([])
    expect(placeLabels([wish('e', 0.25)], bounds, [{ id: 'e', box }])).toHaveLength(1)
  })
})
