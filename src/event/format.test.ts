import { describe, expect, it } from 'vitest'
import { countOf, formatBytes, formatCount, formatMs } from './format.ts'

describe('figures for people', () => {
  it.each([
    [0, '0 ms'],
    [0.42, '0.4 ms'],
    [38.4, '38 ms'],
    [1240, '1.2 s'],
    [12_340, '12 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [86_400_000, '24 h'],
  ])('%d ms is written %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text)
  })

  it.each([
    [812, '812 B'],
    [1536, '1.5 KiB'],
    [16_384, '16 KiB'],
    [3 * 1024 * 1024, '3 MiB'],
  ])('%d bytes are written %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('groups the digits of %d', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })

  it('puts a plural where there is more or less than one', () => {
    expect([0, 1, 2].map((count) => countOf(count, 'peer'))).toEqual([
      '0 peers',
      '1 peer',
      '2 peers',
    ])
  })
})
