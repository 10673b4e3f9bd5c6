// The public keys of a Lab's peers as Node reckons them: a third of the time that a script takes.

import { createPrivateKey } from 'node:crypto'

/** The public key, 32 bytes, of an Ed25519 seed of 32 bytes. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  // What reads the other formats takes six times as long.
  const key = { kty: 'OKP', crv: 'Ed25519', x: '', d: Buffer.from(seed).toString('base64url') }
  const { x } = createPrivateKey({ key, format: 'jwk' }).export({ format: 'jwk' })
  if (x === undefined) throw new Error('Node gave no public key')
  return Buffer.from(x, 'base64url')
}
