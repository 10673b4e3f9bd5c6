// When a build is out of date.

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isStale } from './stale.ts'

let folder: string
let source: string
let product: string

function touch(path: string, seconds: number): void {
  utimesSync(path, seconds, seconds)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kadscope-stale-'))
  source = join(folder, 'source')
  product = join(folder, 'product.js')
  mkdirSync(source)
  writeFileSync(join(source, 'a.ts'), '')
  writeFileSync(product, '')
  touch(join(source, 'a.ts'), 100)
  touch(source, 100)
  touch(product, 200)
})

afterEach(() => rmSync(folder, { recursive: true }))

test('a build that is newer than all its sources is fresh', () => {
  expect(isStale([product], [source])).toBe(false)
})

test('a changed source makes it stale', () => {
  touch(join(source, 'a.ts'), 300)
  expect(isStale([product], [source])).toBe(true)
})

test('a removed source makes it stale', () => {
  touch(source, 300)
  expect(isStale([product], [source])).toBe(true)
})

test('a missing product makes it stale', () => {
  expect(isStale([product, join(folder, 'other.js')], [source])).toBe(true)
})

test('a changed unit test does not', () => {
  writeFileSync(join(source, 'a.test.ts'), '')
  touch(join(source, 'a.test.ts'), 300)
  touch(source, 100)
  expect(isStale([product], [source])).toBe(false)
})
