// A new identity for a peer, made by the platform where it can.

import { generateKeyPair, privateKeyFromRaw } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'

/**
 * Makes an Ed25519 key. js-libp2p computes the public half in script, which took some 140 ms
 * in a page that had just been opened; WebCrypto does it where the origin is secure and the
 * browser has Ed25519.
 */
export async function newIdentity(): Promise<PrivateKey> {
  try {
    const { privateKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
    const { d, x } = await crypto.subtle.exportKey('jwk', privateKey)
    if (d !== undefined && x !== undefined) {
      return privateKeyFromRaw(concat([fromString(d, 'base64url'), fromString(x, 'base64url')]))
    }
  } catch {
    // No crypto.subtle on a plain HTTP origin, or no Ed25519 in it.
  }
  return generateKeyPair('Ed25519')
}
