// Encryption: XChaCha20-Poly1305 in chunks, so that holders and relays keep what they cannot read.
// The chunks follow the STREAM construction (Hoang et al. 2015): each nonce has the chunk's number
// and whether it is the last, so none can be left out, moved or cut off unseen.

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { Uint8ArrayList } from 'uint8arraylist'
import { PassphraseTooShortError, WrongKeyError } from './errors.ts'
import { CHUNK_BYTES } from './limits.ts'

/** Bytes of a key. */
export const KEY_BYTES = 32

/** Bytes of the salt of a passphrase. */
export const SALT_BYTES = 16

/** The shortest passphrase, in characters. */
export const LEAST_PASSPHRASE = 8

/** How dear a guess at a passphrase is: 32 MiB of memory (RFC 7914). */
export const SCRYPT = { n: 2 ** 15, r: 8, p: 1 } as const

const NONCE_BYTES = 24
const PREFIX_BYTES = 19
const TAG_BYTES = 16
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES

/** A new key. */
export function newKey(): Uint8Array {
  return randomBytes(KEY_BYTES)
}

/** A new salt for a passphrase. */
export function newSalt(): Uint8Array {
  return randomBytes(SALT_BYTES)
}

/** The key that a passphrase and its salt make; takes a fraction of a second. @throws PassphraseTooShortError */
export async function keyOfPassphrase(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  if (passphrase.length < LEAST_PASSPHRASE) throw new PassphraseTooShortError(LEAST_PASSPHRASE)
  const { n, r, p } = SCRYPT
  // The same letters can be written in several ways, by the keyboard's choice.
  return scryptAsync(passphrase.normalize('NFKC'), salt, { N: n, r, p, dkLen: KEY_BYTES })
}

/** Encrypts a short text of bytes: nonce and ciphertext. */
export function seal(plain: Uint8Array, key: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = xchacha20poly1305(key, nonce).encrypt(plain)
  return new Uint8ArrayList(nonce, sealed).subarray()
}

/** Decrypts what `seal` made. @throws WrongKeyError also when it was tampered with */
export function unseal(sealed: Uint8Array, key: Uint8Array): Uint8Array {
  return decrypt(sealed.subarray(NONCE_BYTES), key, sealed.subarray(0, NONCE_BYTES))
}

/** The bytes of a file of `size` bytes once it is encrypted. */
export function sealedSize(size: number): number {
  return PREFIX_BYTES + size + TAG_BYTES * Math.max(1, Math.ceil(size / CHUNK_BYTES))
}

/**
 * Encrypts a file chunk by chunk.
 *
 * @param chunks each of `CHUNK_BYTES`, but for the last
 */
export async function* sealChunks(
  chunks: AsyncIterable<Uint8Array>,
  key: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const prefix = randomBytes(PREFIX_BYTES)
  let count = 0
  let pending: Uint8Array | undefined
  yield prefix
  for await (const chunk of chunks) {
    if (pending !== undefined) {
      yield xchacha20poly1305(key, nonceOf(prefix, count++, false)).encrypt(pending)
    }
    pending = chunk
  }
  yield xchacha20poly1305(key, nonceOf(prefix, count, true)).encrypt(pending ?? new Uint8Array())
}

/**
 * Decrypts what `sealChunks` made, however it was cut meanwhile.
 *
 * @throws WrongKeyError also when it was tampered with or cut off
 */
export async function* unsealChunks(
  pieces: AsyncIterable<Uint8Array>,
  key: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const waiting = new Uint8ArrayList()
  let prefix: Uint8Array | undefined
  let count = 0
  for await (const piece of pieces) {
    waiting.append(piece)
    if (prefix === undefined && waiting.length >= PREFIX_BYTES) prefix = take(waiting, PREFIX_BYTES)
    // The last chunk is known by what comes after it, so a whole one waits.
    while (prefix !== undefined && waiting.length > SEALED_CHUNK_BYTES) {
      yield decrypt(take(waiting, SEALED_CHUNK_BYTES), key, nonceOf(prefix, count++, false))
    }
  }
  if (prefix === undefined) throw new WrongKeyError()
  yield decrypt(waiting.subarray(), key, nonceOf(prefix, count, true))
}

function take(list: Uint8ArrayList, bytes: number): Uint8Array {
  const taken = list.slice(0, bytes)
  list.consume(bytes)
  return taken
}

function nonceOf(prefix: Uint8Array, count: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES)
  nonce.set(prefix)
  new DataView(nonce.buffer).setUint32(PREFIX_BYTES, count)
  nonce[NONCE_BYTES - 1] = last ? 1 : 0
  return nonce
}

function decrypt(sealed: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array {
  try {
    return xchacha20poly1305(key, nonce).decrypt(sealed)
  } catch {
    throw new WrongKeyError()
  }
}
