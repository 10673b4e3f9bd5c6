import { describe, expect, it } from 'vitest'
import { columnHeight, densityOf, type Times } from './density.ts'

function timesOf(...times: number[]): Times {
  return { indexAt: (time) => times.filter((other) => other <= time).length }
}

describe('the density of a span', () => {
  it('counts each time once, the last one too, and leaves out what lies outside', () => {
    const density = densityOf(timesOf(-1, 0, 1, 6, 9, 10, 11), { from: 0, to: 10 }, 2)
    expect(density.counts).toEqual([2, 3])
    expect(density.highest).toBe(3)
  })

  it('puts everything into the first column of a span without length', () => {
    expect(densityOf(timesOf(5, 5), { from: 5, to: 5 }, 4).counts).toEqual([2, 0, 0, 0])
  })

  it('shows one event beside a hundred', () => {
    expect(columnHeight(1, 100)).toBeCloseTo(0.1)
    expect(columnHeight(0, 0)).toBe(0)
  })
})
