import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { describe, expect, test } from 'vitest'
import { InvalidShareError, KeyMissingError, WrongKeyError } from './errors.ts'
import { encodeRoot, keyFromText, keyToText, openRoot, protect } from './share-root.ts'

const CID = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
const manifest = { files: [{ name: 'secret plan.txt', size: 5, type: 'text/plain', cid: CID }] }

describe('F3 the root of a share', () => {
  test('in the open is read by anybody', async () => {
    const root = encodeRoot(manifest)
    expect(await openRoot(root)).toEqual({ manifest, key: undefined })
  })

  test('with a key shows not even a name, and opens with that key only', async () => {
    const protection = await protect()
    const root = encodeRoot(manifest, protection)
    expect(toString(root)).not.toContain('plan')
    const key = keyFromText(keyToText(protection.key))
    expect((await openRoot(root, { key })).manifest).toEqual(manifest)
    await expect(openRoot(root)).rejects.toThrow(KeyMissingError)
    await expect(openRoot(root, { key: new Uint8Array(32) })).rejects.toThrow(WrongKeyError)
  })

  test('with a passphrase opens with it, or with the key that it made', async () => {
    const protection = await protect('correct horse')
    const root = encodeRoot(manifest, protection)
    expect((await openRoot(root, { passphrase: 'correct horse' })).manifest).toEqual(manifest)
    expect((await openRoot(root, { key: protection.key })).manifest).toEqual(manifest)
    await expect(openRoot(root, { passphrase: 'battery staple' })).rejects.toThrow(WrongKeyError)
  })

  test.each([
    'no JSON',
    '{}',
    '{"format":"kadscope-share","version":2,"files":[]}',
    '{"format":"kadscope-share","version":1}',
    '{"format":"kadscope-share","version":1,"sealed":"?","scrypt":{"n":1073741824,"r":8,"p":1,"salt":""}}',
  ])('that is %s is refused', async (text) => {
    await expect(openRoot(fromString(text), { passphrase: 'long enough' })).rejects.toThrow(
      InvalidShareError,
    )
  })
})

test('a key in a link that was cut off is a wrong key', () => {
  expect(() => keyFromText('abc')).toThrow(WrongKeyError)
})
