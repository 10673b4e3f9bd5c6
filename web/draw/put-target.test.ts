import { expect, test } from 'vitest'
import { keyToCheck, putTarget } from './put-target.ts'

test('a whole key wins over the chosen namespace', () => {
  expect(putTarget('m', ' /u/motd ')).toEqual({ key: '/u/motd' })
  expect(keyToCheck('m', ' /u/motd ')).toBe('/u/motd')
})

test('a name is one of the chosen namespace, checked as any name is', () => {
  expect(putTarget('m', 'page')).toEqual({ namespace: 'm', name: 'page' })
  expect(putTarget('u', 'page ')).toEqual({ namespace: 'u', name: 'page' })
  expect(keyToCheck('u', 'page ')).toBe('/u/page')
})

test('without a name the value goes under its hash; elsewhere the missing name is found out', () => {
  expect(putTarget('c', '')).toEqual({ namespace: 'c' })
  expect(keyToCheck('c', '')).toBe('')
  expect(keyToCheck('m', '')).toBe('/u/')
})
