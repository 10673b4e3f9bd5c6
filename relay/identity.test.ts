// The identity's file.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DamagedIdentityError, DataFolderError, loadIdentity } from './identity.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kadscope-identity-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a new folder gets a key, and keeps it', async () => {
  const data = join(folder, 'new', 'deep')
  const first = await loadIdentity(data)
  const second = await loadIdentity(data)
  expect(second.publicKey.toString()).toBe(first.publicKey.toString())
})

test.skipIf(process.platform === 'win32')('only its owner can read it', async () => {
  await loadIdentity(folder)
  expect(statSync(join(folder, 'identity.key')).mode & 0o777).toBe(0o600)
})

test.each(['', 'hello', Buffer.from('hello').toString('base64')])(
  'a file with %j in it is damaged, and left as it is',
  async (text) => {
    const file = join(folder, 'identity.key')
    writeFileSync(file, text)
    await expect(loadIdentity(folder)).rejects.toThrow(DamagedIdentityError)
    expect(readFileSync(file, 'utf8')).toBe(text)
  },
)

test('a folder that cannot be made is named, with what to do', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const loading = loadIdentity(join(file, 'below'))
  await expect(loading).rejects.toThrow(DataFolderError)
  await expect(loading).rejects.toThrow(/ENOTDIR.*--data/)
})
