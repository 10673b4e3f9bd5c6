import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { firstPaintScripts } from './page-weight.ts'

const folder = mkdtempSync(join(tmpdir(), 'kadscope-weight-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('what is imported at once counts, each file once; what comes later does not', () => {
  mkdirSync(join(folder, 'assets'))
  const entry = 'import{a}from"./a.js";import"./b.js";import("./later.js")'
  writeFileSync(join(folder, 'index.html'), '<script src="/assets/main.js"></script>')
  writeFileSync(join(folder, 'assets/main.js'), entry)
  writeFileSync(join(folder, 'assets/a.js'), 'import"./b.js";export const a=1')
  writeFileSync(join(folder, 'assets/b.js'), 'self.b=1')
  writeFileSync(join(folder, 'assets/later.js'), 'self.later=1')
  const scripts = firstPaintScripts(folder)
  expect(scripts.map(({ file }) => file).sort()).toEqual([
    'assets/a.js',
    'assets/b.js',
    'assets/main.js',
  ])
  expect(scripts.find(({ file }) => file === 'assets/main.js')?.bytes).toBe(
    gzipSync(entry, { level: 9 }).length,
  )
})
