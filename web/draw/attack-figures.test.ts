// Facts about attacks at the moment shown: nothing is said of them that the World does not show.

import { expect, test } from 'vitest'
import { kadIdOfKey, type RecordKey } from '../../src/kad/kad-id.ts'
import { closestLive } from '../../src/world/selectors.ts'
import { TestRoom } from '../../src/world/test-room.ts'
import { attackFigures, attackSight, type KnownAttack } from './attack-figures.ts'

const KEY = '/u/record' as RecordKey

function roomOf(count: number): TestRoom {
  const room = new TestRoom(count)
  for (let index = 0; index < count; index += 1) room.start(index)
  return room
}

function attackOf(type: KnownAttack['type'], attackers: KnownAttack['attackers']): KnownAttack {
  return { type, attackers, accomplices: [], keys: [KEY], since: 0 }
}

test('an attack is seen from when its attackers are in the World until they have gone', () => {
  const room = new TestRoom(4)
  for (let index = 0; index < 3; index += 1) room.start(index)
  const attack = attackOf('eclipse', [room.name(2), room.name(3)])
  expect(attackSight(room.world, attack, undefined)?.attackers).toEqual([room.name(2)])
  room.start(3)
  expect(attackSight(room.world, attack, undefined)?.attackers).toEqual(attack.attackers)
  room.stop(2)
  room.stop(3)
  expect(attackSight(room.world, attack, undefined)).toBeUndefined()
})

test('a blocked bootstrap is an attack for as long as that fault is in force', () => {
  const room = roomOf(4)
  const attack = { ...attackOf('bootstrap', []), keys: [] }
  expect(attackSight(room.world, attack, room.name(0))).toBeUndefined()
  room.tell(0, { kind: 'fault.set', fault: 'b', type: 'block', peers: [room.name(0)] })
  const sight = attackSight(room.world, attack, room.name(0))
  expect(sight?.block?.peers).toEqual([room.name(0)])
  expect(attackSight(room.world, attack, room.name(1))).toBeUndefined()
})

test('of the k closest to an eclipsed key the attackers are counted, and the honest copies', () => {
  const room = roomOf(8)
  const near = closestLive(room.world, kadIdOfKey(KEY), 4).map(({ peerId }) => peerId)
  const attack = attackOf('eclipse', near.slice(0, 3))
  const sight = attackSight(room.world, attack, undefined)
  if (sight === undefined) throw new Error('nothing is seen')
  const figures = attackFigures(room.world, attack, sight, { k: 4, mostRecords: undefined })
  expect(figures.map(({ value, harm }) => [value, harm])).toEqual([
    ['3 of 4', 0.75],
    ['4 of 4', 1],
  ])
})

test('lookups under liars count from when these began to lie', () => {
  const room = roomOf(6)
  const attack = { ...attackOf('liars', [room.name(5)]), since: room.at + 5 }
  const sight = attackSight(room.world, attack, undefined)
  if (sight === undefined) throw new Error('nothing is seen')
  const target = kadIdOfKey(KEY)
  const figure = (): string | undefined =>
    attackFigures(room.world, attack, sight, { k: 2, mostRecords: undefined })[0]?.value
  const lookUp = (lookup: string): void => {
    room.tell(0, {
      kind: 'lookup.started',
      lookup,
      operation: 'closest',
      target,
      background: false,
    })
    const closest = [room.name(5)]
    room.tell(0, { kind: 'lookup.finished', lookup, outcome: 'done', closest, ms: 1 })
  }
  lookUp('before')
  expect(figure()).toBe('0')
  room.at += 10
  lookUp('after')
  expect(figure()).toBe('1 of 1')
})

test('a record that silent holders let nobody keep counts as missing', () => {
  const room = roomOf(6)
  const attack = attackOf('silence', [room.name(5)])
  const sight = attackSight(room.world, attack, undefined)
  if (sight === undefined) throw new Error('nothing is seen')
  const figures = attackFigures(room.world, attack, sight, { k: 4, mostRecords: undefined })
  expect(figures.map(({ value }) => value)).toEqual(['4 of 4', '1 of 1'])
})
