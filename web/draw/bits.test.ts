import { describe, expect, it } from 'vitest'
import type { KadId } from '../../src/kad/kad-id.ts'
import { bitGrid, bitsOf } from './bits.ts'

const id = (start: string): KadId => start.padEnd(64, '0') as KadId

describe('two ids over each other', () => {
  it('show where they part, and their distance in hex and as a power of two', () => {
    expect(bitsOf(id('a5'), id('a1'))).toMatchObject({ shared: 5, hex: id('04'), power: 250 })
  })

  it('say what share of all ids is nearer', () => {
    expect(bitsOf(id('00'), id('80')).share).toBe('50 % of all ids are nearer')
    expect(bitsOf(id('00'), id('0080')).share).toBe('0.20 % of all ids are nearer')
    expect(bitsOf(id('00'), id('00')).share).toBe('hardly any id is nearer')
  })

  it('draw a square for each bit that is 1', () => {
    const grid = bitGrid(id('a5'), id('a1'), 64, 5)
    const squares = (path: string): number => path.split('z').length - 1
    expect([grid.one, grid.other, grid.xor].map(squares)).toEqual([4, 3, 1])
    expect(grid.shared).toEqual([{ y: 0, width: 25 }])
  })

  it('mark the common prefix over as many rows as it has', () => {
    expect(bitGrid(id('00'), id('00'), 64, 5).shared).toHaveLength(4)
  })
})
