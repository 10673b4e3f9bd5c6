// In place of multiformats' hashes, which ask the browser: it takes a short text to another thread
// and back, and every message of a DHT names peers, mostly the same, to hash.

import { sha256 as hash256, sha512 as hash512 } from '@noble/hashes/sha2.js'
import { from } from 'multiformats/hashes/hasher'
import { ByteMemory } from '../base/byte-memory.ts'

/** From so many bytes on the browser is quicker, and does it beside the page. */
const LONG_BYTES = 2_048

type Hash = (bytes: Uint8Array) => Uint8Array<ArrayBuffer>
type Encode = (input: Uint8Array) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>

function encodeWith(hash: Hash, name: string): Encode {
  const known = new ByteMemory<Uint8Array<ArrayBuffer>>()
  return (input) => {
    if (input.length >= LONG_BYTES) return askBrowser(name, input)
    const before = known.get(input)
    const digest = before ?? hash(input)
    if (before === undefined) known.set(input, digest)
    // Whoever asked may write into it.
    return digest.slice()
  }
}

async function askBrowser(name: string, input: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest(name, input as Uint8Array<ArrayBuffer>))
}

export const sha256 = from({
  name: 'sha2-256',
  code: 0x12,
  encode: encodeWith(hash256 as Hash, 'SHA-256'),
})

export const sha512 = from({
  name: 'sha2-512',
  code: 0x13,
  encode: encodeWith(hash512 as Hash, 'SHA-512'),
})
