// Facts about rows in versions: each is a row of its own, and a spot is of the same value in all.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Spot } from './version-values.ts'
import { VersionRow } from './version-row.ts'

interface Item {
  readonly is: number
}

const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ push: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ own: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ dropFirst: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ drop: fc.nat(9) }) },
)
/** Changes made in one edit, on the latest version. */
const edits = fc.array(fc.array(change, { maxLength: 90 }), { maxLength: 12 })

test('every version has at each spot what was put there, until it went', () => {
  fc.assert(
    fc.property(edits, (made) => {
      let row = new VersionRow<Item>()
      let like: (Item | undefined)[] = []
      const versions = [{ row, like }]
      for (const changes of made) {
        const edit = Symbol('edit')
        like = [...like]
        for (const one of changes) {
          row = row.for(edit)
          if ('push' in one) {
            const item = { is: one.push }
            expect(row.next).toBe(like.length)
            row.push(item, edit)
            like.push(item)
          } else if ('own' in one) {
            const own = row.own(one.own as Spot, edit, ({ is }) => ({ is: is + 1 }))
            if (own !== undefined) like[one.own] = own
          } else {
            let left = 'dropFirst' in one ? one.dropFirst : Infinity
            const goes = ({ is }: Item): boolean => !('drop' in one) || is === one.drop
            row = row.drop((item) => (left-- > 0 && goes(item) ? 'goes' : 'stays'), edit)
            left = 'dropFirst' in one ? one.dropFirst : Infinity
            like = like.map((item) =>
              item === undefined || (left-- > 0 && goes(item)) ? undefined : item,
            )
          }
        }
        versions.push({ row, like })
      }
      for (const { row: version, like: items } of versions) {
        const there = items.filter((item) => item !== undefined)
        expect([...version]).toEqual(there)
        expect(version.size).toBe(there.length)
        for (let spot = -1; spot <= items.length; spot += 1) {
          expect(version.at(spot as Spot)).toBe(items[spot])
        }
      }
    }),
  )
})

test('a row goes on where it was when all of it has gone', () => {
  const edit = Symbol('edit')
  const row = new VersionRow<Item>().for(edit)
  for (let round = 0; round < 50; round += 1) {
    for (let is = 0; is < 100; is += 1) row.push({ is }, edit)
    let left = 100
    row.drop(() => (left-- > 0 ? 'goes' : 'all stay'), edit)
    expect([row.size, row.next]).toEqual([0, 100 * (round + 1)])
    expect([...row]).toEqual([])
  }
  row.push({ is: 7 }, edit)
  expect(row.at(5000 as Spot)).toEqual({ is: 7 })
  expect(() => row.push({ is: 8 }, Symbol('later'))).toThrow('its own edit')
})
