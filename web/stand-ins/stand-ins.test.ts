// Facts about the stand-ins: they give what the libraries' own give.

import fnv1a from '@sindresorhus/fnv1a'
import fc from 'fast-check'
import { sha256, sha512 } from 'multiformats/hashes/sha2'
import { expect, test } from 'vitest'
import quickFnv1a from './quick-fnv1a.ts'
import * as quick from './quick-sha2.ts'

test('the quick FNV-1a is that of the library', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(quickFnv1a(bytes)).toBe(Number(fnv1a(bytes, { size: 32 })))
    }),
  )
})

test('the quick SHA-2 is that of multiformats, for short texts at once', async () => {
  for (const length of [0, 1, 32, 38, 2_047, 2_048, 65_536]) {
    const bytes = crypto.getRandomValues(new Uint8Array(length))
    const quick256 = quick.sha256.digest(bytes)
    expect(quick256 instanceof Promise).toBe(bytes.length >= 2_048)
    expect(await quick256).toEqual(await sha256.digest(bytes))
    // Asked again, and whatever was done to the answer.
    ;(await quick256).digest.fill(0)
    expect(await quick.sha256.digest(bytes)).toEqual(await sha256.digest(bytes))
    expect(await quick.sha512.digest(bytes)).toEqual(await sha512.digest(bytes))
  }
})
