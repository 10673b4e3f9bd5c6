// Facts about layers: they are one Map in the order of its entries, and few.

import { expect, test } from 'vitest'
import { DraftLayers, type Layers } from './draft-layers.ts'

/** Layers with so many entries, added over many drafts. */
function grown(count: number): Layers<number, string> {
  let layers: Layers<number, string> = []
  for (let from = 0; from < count; from += 300) {
    const draft = new DraftLayers(layers)
    for (let key = from; key < Math.min(count, from + 300); key += 1) draft.add(key, `${key}`)
    layers = draft.finish()
  }
  return layers
}

test('twenty thousand entries lie in a few layers, oldest first', () => {
  const layers = grown(20_000)
  expect(layers.length).toBeLessThanOrEqual(9)
  expect(layers.flatMap((layer) => [...layer.keys()])).toEqual([...Array(20_000).keys()])
})

test('an entry is found and written in whichever layer it is, and other layers stay the same', () => {
  const before = grown(9_000)
  const draft = new DraftLayers(before)
  draft.set(17, 'new')
  draft.set(9_000, 'added')
  expect([draft.get(17), draft.get(8_999), draft.has(9_001)]).toEqual(['new', '8999', false])
  expect(draft.size).toBe(9_001)
  const after = draft.finish()
  expect(after.filter((layer) => before.includes(layer))).toHaveLength(before.length - 2)
  expect(before[0]?.get(17)).toBe('17')
})

test('the oldest go a thousand at a time, and nothing else', () => {
  const draft = new DraftLayers(grown(9_000))
  draft.dropOldest()
  expect([draft.has(1_023), draft.has(1_024), draft.size]).toEqual([false, true, 9_000 - 1_024])
  for (let left = draft.size; left > 0; left = draft.size) draft.dropOldest()
  expect(draft.finish()).toEqual([])
})

test('what is to go is dropped wherever it is; layers without any stay the same', () => {
  const before = grown(9_000)
  const draft = new DraftLayers(before)
  draft.drop((value) => Number(value) < 8_300)
  expect([draft.has(8_299), draft.has(8_300), draft.size]).toEqual([false, true, 700])
  const after = draft.finish()
  expect(after.flatMap((layer) => [...layer.keys()])).toEqual(
    Array.from({ length: 700 }, (_, index) => 8_300 + index),
  )
  expect(after.filter((layer) => before.includes(layer)).length).toBeGreaterThan(0)
  const unchanged = new DraftLayers(before)
  unchanged.drop(() => false)
  expect(unchanged.finish()).toBe(before)
  expect(before.flatMap((layer) => [...layer.keys()])).toHaveLength(9_000)
})
