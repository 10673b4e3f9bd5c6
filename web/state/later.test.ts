import { expect, test } from 'vitest'
import { nextTurn } from '../../src/base/next-turn.ts'
import { Later } from './later.svelte.ts'

test('it is right at first, and then follows in a task of its own', async () => {
  let followed = 1
  const later = new Later(() => followed)
  expect(later.value).toBe(1)
  later.follow()
  followed = 2
  later.follow()
  expect(later.value).toBe(1)
  await nextTurn()
  expect(later.value).toBe(2)
})

test('what changes again meanwhile is followed to where it is then', async () => {
  let followed = 1
  const later = new Later(() => followed)
  later.follow()
  for (followed = 2; followed < 5; followed += 1) later.follow()
  await nextTurn()
  expect(later.value).toBe(4)
  followed = 5
  later.follow()
  await nextTurn()
  expect(later.value).toBe(5)
})

test('nothing is made anew when an effect first looks', async () => {
  const later = new Later(() => ({}))
  const before = later.value
  later.follow()
  await nextTurn()
  expect(later.value).toBe(before)
})
