// Facts about the envelope of signed records.

import { generateKeyPairFromSeed, publicKeyToProtobuf } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { InvalidSignatureError } from '../errors.ts'
import { compareVersions, openSigned, readSigned, sealValue } from './signed-value.ts'

const privateKey = await generateKeyPairFromSeed('Ed25519', new Uint8Array(32).fill(1))
const publisher = peerIdFromPrivateKey(privateKey).toString() as PeerName
const key = `/m/${publisher}/page` as RecordKey
const HASH = 'ab'.repeat(32)

const version = fc.record({
  sequence: fc.maxSafeNat(),
  publishedAt: fc.nat(2 ** 40),
  previous: fc.constantFrom(undefined, HASH),
  deleted: fc.constant(false),
  content: fc.uint8Array({ maxLength: 60 }),
})

describe('R10 an envelope', () => {
  test('says what was sealed, to whoever opens it', async () => {
    await fc.assert(
      fc.asyncProperty(version, async (sealed) => {
        const bytes = await sealValue(key, sealed, privateKey)
        expect(await openSigned(key, publisher, bytes)).toMatchObject({ ...sealed, publisher })
      }),
      { numRuns: 40 },
    )
  })

  test('is refused when any of its bytes is another, or one is missing', async () => {
    const content = new TextEncoder().encode('hello')
    const sealed = { sequence: 3, publishedAt: 9, previous: HASH, deleted: false, content }
    const bytes = await sealValue(key, sealed, privateKey)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(openSigned(key, publisher, changed), `byte ${at}`).rejects.toThrow(
        InvalidSignatureError,
      )
      await expect(openSigned(key, publisher, bytes.subarray(0, at))).rejects.toThrow(
        InvalidSignatureError,
      )
    }
  })

  test('can be made by any program from its description alone', async () => {
    const content = new TextEncoder().encode('by hand')
    const head = new Uint8Array(21)
    head.set(new TextEncoder().encode('KSR1'))
    new DataView(head.buffer).setBigUint64(5, 7n)
    new DataView(head.buffer).setBigUint64(13, 1_700_000_000_000n)
    const domain = new TextEncoder().encode(`kadscope-record:${key}\n`)
    const signature = await privateKey.sign(Uint8Array.of(...domain, ...head, ...content))
    const publicKey = publicKeyToProtobuf(privateKey.publicKey)
    const bytes = Uint8Array.of(
      ...head,
      0,
      publicKey.length,
      ...publicKey,
      0,
      signature.length,
      ...signature,
      ...content,
    )
    expect(await openSigned(key, publisher, bytes)).toMatchObject({
      sequence: 7,
      publishedAt: 1_700_000_000_000,
      content,
    })
  })

  test('is never of rubbish', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => readSigned(bytes)).toThrow(InvalidSignatureError)
      }),
    )
  })

  test.each([-1, 1.5, Number.NaN, 2 ** 60])('has no sequence number %d', async (sequence) => {
    const sealed = { sequence, publishedAt: 0, previous: undefined, deleted: false }
    const made = sealValue(key, { ...sealed, content: new Uint8Array() }, privateKey)
    await expect(made).rejects.toThrow(RangeError)
  })
})

test('R11 of two versions the same one counts at every peer: the order is total', () => {
  const stamp = fc.record({ sequence: fc.nat(3), hash: fc.constantFrom('a', 'b', 'c') })
  fc.assert(
    fc.property(stamp, stamp, stamp, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
      const same = a.sequence === b.sequence && a.hash === b.hash
      expect(compareVersions(a, b) === 0).toBe(same)
      if (compareVersions(a, b) > 0 && compareVersions(b, c) > 0) {
        expect(compareVersions(a, c)).toBeGreaterThan(0)
      }
    }),
  )
})
