// Facts about Maps in versions: each is a Map of its own, whichever others were made of it.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fate } from './chunk.ts'
import { VersionMap } from './version-map.ts'

interface Item {
  readonly is: number
}

const keys = fc.nat(150)
const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ set: keys, to: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ remove: keys }) },
  { weight: 1, arbitrary: fc.record({ drop: fc.nat(9) }) },
)
/** Changes made in one edit, on the version with that number. */
const edits = fc.array(fc.record({ of: fc.nat(), changes: fc.array(change, { maxLength: 90 }) }), {
  maxLength: 12,
})

test('every version is like a Map to which the same was done', () => {
  fc.assert(
    fc.property(edits, (made) => {
      const versions = [{ map: new VersionMap<number, Item>(), like: new Map<number, Item>() }]
      for (const { of, changes } of made) {
        const before = versions[of % versions.length]
        let map = before?.map ?? new VersionMap<number, Item>()
        const like = new Map(before?.like)
        const edit = Symbol('edit')
        const put = new Map<number, Item>()
        for (const one of changes) {
          if ('set' in one) {
            const item = { is: one.to }
            map = map.with(one.set, item, edit)
            like.set(one.set, item)
            put.set(one.set, item)
          } else if ('remove' in one) {
            map = map.without(one.remove, edit)
            like.delete(one.remove)
          } else {
            map = map.drop(({ is }) => (is === one.drop ? 'goes' : 'stays'), edit)
            for (const [key, { is }] of like) if (is === one.drop) like.delete(key)
          }
        }
        for (const [key, item] of put) if (like.get(key) !== item) put.delete(key)
        // What this edit has put there it gets as it is, and of all else a copy.
        map = map.for(edit)
        for (const [key, item] of like) {
          const own = map.own(map.find(key), edit, ({ is }) => ({ is }))
          expect(own).toEqual(item)
          expect(own === item).toBe(put.has(key))
          if (own !== undefined) like.set(key, own)
        }
        versions.push({ map, like })
      }
      for (const { map, like } of versions) {
        expect(map.size).toBe(like.size)
        expect([...map]).toEqual([...like])
        expect([...map.keys()]).toEqual([...like.keys()])
        expect([...map.values()]).toEqual([...like.values()])
        for (let key = 0; key <= 150; key += 1) expect(map.get(key)).toBe(like.get(key))
      }
    }),
  )
})

test('what changes nothing is the same version', () => {
  const edit = Symbol('edit')
  const map = new VersionMap<string, string>().with('a', '1', edit)
  const later = Symbol('later')
  expect(map.without('b', later)).toBe(map)
  expect(map.drop(() => 'stays', later)).toBe(map)
  expect(map.with('a', '2', edit)).toBe(map)
  expect(map.with('a', '3', later)).not.toBe(map)
  expect(() => map.own(map.find('a'), later, (value) => value)).toThrow('its own edit')
  expect(map.get('a')).toBe('2')
})

test('values are asked for once each, in their order, until all others stay', () => {
  const edit = Symbol('edit')
  let map = new VersionMap<number, Item>()
  for (let key = 0; key < 200; key += 1) map = map.with(key, { is: key }, edit)
  const asked: number[] = []
  const fateOf = ({ is }: Item): Fate => {
    asked.push(is)
    return is < 70 ? 'goes' : is < 75 ? 'stays' : 'all stay'
  }
  const left = map.drop(fateOf, Symbol('later'))
  expect(asked).toEqual([...map.keys()].slice(0, 76))
  expect([...left.keys()]).toEqual([...map.keys()].slice(70))
  expect(left.size).toBe(130)
})
