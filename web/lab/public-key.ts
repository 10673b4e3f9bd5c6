// The public keys of a Lab's peers as the browser reckons them, beside the script and much sooner.

import { fromString } from 'uint8arrays/from-string'
import { publicKeyOf as publicKeyByScript } from '../../src/lab/seeded-key.ts'

/** What an Ed25519 seed is wrapped in, PKCS #8 (RFC 8410, section 7). */
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22]

/** The seed's own head: a string of 32 bytes. */
const SEED = [0x04, 0x20]

/**
 * The public key, 32 bytes, of an Ed25519 seed of 32 bytes. Older browsers do not know how, and on a
 * plain HTTP address of a LAN none is asked.
 */
export async function publicKeyOf(seed: Uint8Array): Promise<Uint8Array> {
  try {
    const wrapped = new Uint8Array([...PKCS8, ...SEED, ...seed])
    const key = await crypto.subtle.importKey('pkcs8', wrapped, 'Ed25519', true, ['sign'])
    const { x } = await crypto.subtle.exportKey('jwk', key)
    return x === undefined ? publicKeyByScript(seed) : fromString(x, 'base64url')
  } catch {
    return publicKeyByScript(seed)
  }
}
