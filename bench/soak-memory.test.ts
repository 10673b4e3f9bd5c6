// Flat or not.

import { expect, test } from 'vitest'
import { besideRecording, ENVELOPE_BYTES, judgeMemory, type Sample } from './soak-memory.ts'

const MIB = 1024 * 1024

function samples(bytesAt: (minute: number) => number): Sample[] {
  return Array.from({ length: 41 }, (_, minute) => ({ at: minute, bytes: bytesAt(minute) * MIB }))
}

test('the teeth of the garbage collector are flat', () => {
  expect(judgeMemory(samples((minute) => 100 + (minute % 5) * 40)).flat).toBe(true)
})

test('what fills up at the beginning is flat', () => {
  expect(judgeMemory(samples((minute) => Math.min(100, 20 + minute * 10))).flat).toBe(true)
})

test('steady growth is not', () => {
  expect(judgeMemory(samples((minute) => 50 + minute * 4))).toMatchObject({ flat: false })
})

test('a recording that fills up is left out, and what grows beside it is not', () => {
  const tab = (leak: number): Sample[] =>
    Array.from({ length: 41 }, (_, minute) => {
      const recorded = Math.min(100_000, minute * 2_500)
      const bytes = 30 * MIB + recorded * ENVELOPE_BYTES + leak * minute
      return { at: minute, bytes: besideRecording({ bytes, recorded }) }
    })
  expect(judgeMemory(tab(0))).toMatchObject({ flat: true, earlier: 30 * MIB, later: 30 * MIB })
  expect(judgeMemory(tab(2 * MIB)).flat).toBe(false)
})

test('too little is known of a short run to say so', () => {
  expect(judgeMemory([{ at: 0, bytes: 1 }]).flat).toBe(true)
})
