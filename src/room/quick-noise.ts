// noise whose key pairs are made without the table that its library makes first.

import { noise, pureJsCrypto, type ICryptoInterface, type KeyPair } from '@libp2p/noise'

/** The base point of X25519 (RFC 7748, section 4.1). */
const BASE_POINT = Uint8Array.of(9, ...new Uint8Array(31))

/**
 * The library's crypto in script, but for public keys, which are the secret times the base point.
 * It makes a table of that point's multiples first: 40 to 50 ms in a page that has just been
 * opened, and only after some sixty handshakes is it worth that. The way in which shared keys are
 * made takes 1 to 2 ms each time, and is needed anyway.
 */
export const quickCrypto: ICryptoInterface = {
  ...pureJsCrypto,
  generateX25519KeyPair: () => keyPairOf(crypto.getRandomValues(new Uint8Array(32))),
  generateX25519KeyPairFromSeed: keyPairOf,
}

function keyPairOf(privateKey: Uint8Array): KeyPair {
  const publicKey = pureJsCrypto.generateX25519SharedKey(privateKey, BASE_POINT)
  return { privateKey, publicKey }
}

/** noise for a page: its library's own is in script there, and in Node it is not. */
export const quickNoise = (): ReturnType<typeof noise> => noise({ crypto: quickCrypto })
