// Facts about new identities.

import { afterEach, expect, test, vi } from 'vitest'
import { newIdentity } from './new-identity.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['by WebCrypto', undefined],
  ['in script, where there is no crypto.subtle', { getRandomValues }],
])('a new identity signs what its public key verifies: made %s', async (_, platform) => {
  if (platform !== undefined) vi.stubGlobal('crypto', platform)
  const [one, other] = [await newIdentity(), await newIdentity()]
  vi.unstubAllGlobals()
  expect(one.type).toBe('Ed25519')
  expect(one.publicKey.equals(other.publicKey)).toBe(false)
  const message = new TextEncoder().encode('hello')
  const signature = await one.sign(message)
  expect(await one.publicKey.verify(message, signature)).toBe(true)
  expect(await other.publicKey.verify(message, signature)).toBe(false)
})

function getRandomValues<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
  return crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>) as unknown as Bytes
}
