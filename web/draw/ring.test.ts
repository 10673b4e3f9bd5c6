import { describe, expect, it } from 'vitest'
import { arcLine, bendTo, pointAt, pointOnCurve, rowsOnRing, sectorPath } from './ring.ts'

describe('the ring of ids', () => {
  it('begins at the top and runs clockwise', () => {
    expect(pointAt(0, 10)).toEqual({ x: 0, y: -10 })
    expect(pointAt(0.25, 10).x).toBeCloseTo(10)
    expect(pointAt(0.5, 10, { x: 5, y: 5 }).y).toBeCloseTo(15)
  })

  it('draws more than half of the ring with the large arc', () => {
    expect(sectorPath(0, 0.6, 5, 10)).toContain(' 0 1 1 ')
    expect(sectorPath(0, 0.4, 5, 10)).toContain(' 0 0 1 ')
  })

  it('runs words clockwise over the top and the other way through the bottom', () => {
    expect(arcLine(0, 0.2, 10, 2)).toContain('A10.00 10.00 0 0 1 ')
    expect(arcLine(0.4, 0.6, 10, 2)).toContain('A12.00 12.00 0 0 0 ')
  })

  it('bends to the centre and passes through both ends', () => {
    const a = { x: -10, y: 0 }
    const b = { x: 0, y: -10 }
    const control = bendTo({ x: 0, y: 0 }, a, b, 0.5)
    expect(control).toEqual({ x: -2.5, y: -2.5 })
    expect(pointOnCurve(a, control, b, 0)).toEqual(a)
    expect(pointOnCurve(a, control, b, 1)).toEqual(b)
  })

  it('lifts neighbours that would touch to another row', () => {
    expect(rowsOnRing([0.1, 0.5, 0.105, 0.11], 0.02)).toEqual([0, 0, 1, 2])
    expect(rowsOnRing([0.1, 0.2, 0.3], 0.02)).toEqual([0, 0, 0])
  })
})
