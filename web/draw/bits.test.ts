import { describe, expect, it } from 'vitest'
import type { KadId } from '../../src/kad/kad-id.ts'
import { bitsOf } from './bits.ts'

const id = (start: string): KadId => start.padEnd(64, '0') as KadId

describe('two ids over each other', () => {
  it('show where they part and their XOR', () => {
    const picture = bitsOf(id('a5'), id('a1'), 8)
    expect(picture).toMatchObject({ a: '10100101', b: '10100001', xor: '00000100', shared: 5 })
    expect(picture.power).toBe(250)
  })

  it('say what share of all ids is nearer', () => {
    expect(bitsOf(id('00'), id('80'), 8).share).toBe('50 % of all ids are nearer')
    expect(bitsOf(id('00'), id('0080'), 8).share).toBe('0.20 % of all ids are nearer')
    expect(bitsOf(id('00'), id('00'), 8).share).toBe('hardly any id is nearer')
  })
})
