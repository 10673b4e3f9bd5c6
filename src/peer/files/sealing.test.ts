import fc from 'fast-check'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { describe, expect, test } from 'vitest'
import { PassphraseTooShortError, WrongKeyError } from './errors.ts'
import { CHUNK_BYTES } from './limits.ts'
import {
  keyOfPassphrase,
  newKey,
  newSalt,
  seal,
  sealChunks,
  sealedSize,
  unseal,
  unsealChunks,
} from './sealing.ts'

async function* pieces(
  bytes: Uint8Array,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size)
    yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function all(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return concat(parts)
}

const sealedOf = (plain: Uint8Array, key: Uint8Array): Promise<Uint8Array> =>
  all(sealChunks(pieces(plain, CHUNK_BYTES), key))

const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => at * 7 + (at >> 8))

describe('F3 an encrypted file', () => {
  test('comes back as it was, whatever its length and however it was cut meanwhile', async () => {
    const lengths = fc.constantFrom(
      0,
      1,
      1000,
      CHUNK_BYTES - 1,
      CHUNK_BYTES,
      CHUNK_BYTES + 1,
      2 * CHUNK_BYTES,
    )
    const cuts = fc.constantFrom(5000, CHUNK_BYTES, CHUNK_BYTES + 16, 10 ** 6)
    await fc.assert(
      fc.asyncProperty(lengths, cuts, async (length, cut) => {
        const key = newKey()
        const plain = bytesOf(length)
        const sealed = await sealedOf(plain, key)
        expect(sealed.length).toBe(sealedSize(length))
        expect(equals(await all(unsealChunks(pieces(sealed, cut), key)), plain)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('opens with no other key', async () => {
    const sealed = await sealedOf(bytesOf(1000), newKey())
    await expect(all(unsealChunks(pieces(sealed, 500), newKey()))).rejects.toThrow(WrongKeyError)
  })

  test('is refused when a bit was changed, a chunk left out, moved, or the end cut off', async () => {
    const key = newKey()
    const plain = bytesOf(2 * CHUNK_BYTES + 10)
    const sealed = await sealedOf(plain, key)
    const chunk = CHUNK_BYTES + 16
    const flipped = sealed.slice()
    flipped[40] = (flipped[40] ?? 0) ^ 1
    const first = sealed.subarray(19, 19 + chunk)
    const second = sealed.subarray(19 + chunk, 19 + 2 * chunk)
    const rest = sealed.subarray(19 + 2 * chunk)
    const head = sealed.subarray(0, 19)
    for (const damaged of [
      flipped,
      concat([head, second, rest]),
      concat([head, second, first, rest]),
      concat([head, first, second]),
      sealed.subarray(0, 10),
      new Uint8Array(),
    ]) {
      await expect(all(unsealChunks(pieces(damaged, 1000), key))).rejects.toThrow(WrongKeyError)
    }
  })

  test('is another one each time, so equal files do not show', async () => {
    const key = newKey()
    expect(await sealedOf(bytesOf(10), key)).not.toEqual(await sealedOf(bytesOf(10), key))
  })
})

test('F3 a passphrase gives the same key with the same salt, however its letters are coded', async () => {
  const salt = newSalt()
  const key = await keyOfPassphrase('caf\u00e9 au lait', salt)
  expect(await keyOfPassphrase('cafe\u0301 au lait', salt)).toEqual(key)
  expect(await keyOfPassphrase('caf\u00e9 au lait', newSalt())).not.toEqual(key)
  const sealed = seal(bytesOf(20), key)
  expect(unseal(sealed, key)).toEqual(bytesOf(20))
  await expect(keyOfPassphrase('short', salt)).rejects.toThrow(PassphraseTooShortError)
})
