import { expect, test } from 'vitest'
import { InvalidShareError } from './errors.ts'
import { isPlainPath, parseManifest, plainPath } from './manifest.ts'

const CID = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
const file = { name: 'holiday/beach.jpg', size: 12, type: 'image/jpeg', cid: CID }

test('F2 a manifest lists name, size, type and CID of each file', () => {
  expect(parseManifest({ files: [file] })).toEqual({ files: [file] })
})

test.each([
  ['none', []],
  ['a path upwards', [{ ...file, name: '../beach.jpg' }]],
  ['a path from the root', [{ ...file, name: '/etc/passwd' }]],
  ['a name that turns the text around', [{ ...file, name: 'a\u202egpj.exe' }]],
  ['the same name twice', [file, file]],
  ['a negative size', [{ ...file, size: -1 }]],
  ['more than a share may have', [{ ...file, size: 101 * 2 ** 20 }]],
  [
    'more together than a share may have',
    [60, 60].map((mib, at) => ({ ...file, name: `${at}`, size: mib * 2 ** 20 })),
  ],
  ['markup for a type', [{ ...file, type: '<img>' }]],
  ['too many files', Array.from({ length: 1_001 }, (_, at) => ({ ...file, name: `${at}` }))],
])('F2 a manifest with %s is refused', (_, files) => {
  expect(() => parseManifest({ files })).toThrow(InvalidShareError)
})

test('any name of a file system becomes one that is allowed', () => {
  for (const name of [
    '..',
    '',
    '/',
    'a\\b',
    'x:y',
    '../../a',
    ' ',
    'x'.repeat(900),
    'ok/name.txt',
  ]) {
    expect(isPlainPath(plainPath(name))).toBe(true)
  }
  expect(plainPath('ok/name.txt')).toBe('ok/name.txt')
})
