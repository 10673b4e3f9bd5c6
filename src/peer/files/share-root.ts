// The root block of a share: its manifest as JSON, in the open or encrypted. Its hash names the share.

import * as v from 'valibot'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { InvalidShareError, KeyMissingError, ShareTooLargeError, WrongKeyError } from './errors.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'
import { parseManifest, type Manifest } from './manifest.ts'
import {
  KEY_BYTES,
  keyOfPassphrase,
  newKey,
  newSalt,
  SALT_BYTES,
  seal,
  SCRYPT,
  unseal,
} from './sealing.ts'

const FORMAT = 'kadscope-share'
const VERSION = 1

const rootSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  /** In the open: the manifest's files. */
  files: v.optional(v.unknown()),
  /** Encrypted: nonce and ciphertext of the manifest, base64url. */
  sealed: v.optional(v.string()),
  /** How the key follows from the passphrase; left out when the key is a random one. */
  scrypt: v.optional(
    v.object({
      // Only our own cost: a hostile root could else keep a tab busy for ever.
      n: v.literal(SCRYPT.n),
      r: v.literal(SCRYPT.r),
      p: v.literal(SCRYPT.p),
      salt: v.string(),
    }),
  ),
})

/** How a share is protected, before it is made. */
export interface Protection {
  readonly key: Uint8Array
  /** Where the key comes from a passphrase. */
  readonly salt?: Uint8Array
}

/** What opens a share. */
export interface Opener {
  readonly key?: Uint8Array | undefined
  readonly passphrase?: string | undefined
}

/** A share's manifest, and the key of its files where it is encrypted. */
export interface OpenedRoot {
  readonly manifest: Manifest
  readonly key: Uint8Array | undefined
}

/** A new protection, by a passphrase or by a random key. @throws PassphraseTooShortError */
export async function protect(passphrase?: string): Promise<Protection> {
  if (passphrase === undefined) return { key: newKey() }
  const salt = newSalt()
  return { key: await keyOfPassphrase(passphrase, salt), salt }
}

/** Writes a root. @throws ShareTooLargeError when the names take more than a block */
export function encodeRoot(manifest: Manifest, protection?: Protection): Uint8Array {
  const head = { format: FORMAT, version: VERSION }
  const text = JSON.stringify(
    protection === undefined
      ? { ...head, files: manifest.files }
      : {
          ...head,
          sealed: base64(seal(fromString(JSON.stringify(manifest)), protection.key)),
          ...(protection.salt === undefined
            ? {}
            : { scrypt: { ...SCRYPT, salt: base64(protection.salt) } }),
        },
  )
  const bytes = fromString(text)
  if (bytes.length > MAX_BLOCK_BYTES) {
    throw new ShareTooLargeError(
      'The names of the files are too long together: share fewer at once.',
    )
  }
  return bytes
}

/**
 * Reads a root that came from another peer.
 *
 * @throws InvalidShareError, KeyMissingError, WrongKeyError, PassphraseTooShortError
 */
export async function openRoot(bytes: Uint8Array, opener: Opener = {}): Promise<OpenedRoot> {
  const parsed = v.safeParse(rootSchema, parseJson(bytes))
  if (!parsed.success) throw new InvalidShareError(parsed.issues[0].message)
  const { files, sealed, scrypt } = parsed.output
  if (sealed === undefined) return { manifest: parseManifest({ files }), key: undefined }
  const salt = scrypt === undefined ? undefined : bytesOf(scrypt.salt, SALT_BYTES)
  const key = await keyOf(opener, salt)
  const manifest = parseManifest(parseJson(unseal(bytesOf(sealed), key)))
  return { manifest, key }
}

/** A key as it stands in a link. */
export function keyToText(key: Uint8Array): string {
  return base64(key)
}

/** A key from a link. @throws WrongKeyError */
export function keyFromText(text: string): Uint8Array {
  try {
    return bytesOf(text.trim(), KEY_BYTES)
  } catch {
    throw new WrongKeyError()
  }
}

function keyOf({ key, passphrase }: Opener, salt: Uint8Array | undefined): Promise<Uint8Array> {
  if (key !== undefined) return Promise.resolve(key)
  if (passphrase === undefined || salt === undefined) return Promise.reject(new KeyMissingError())
  return keyOfPassphrase(passphrase, salt)
}

function base64(bytes: Uint8Array): string {
  return toString(bytes, 'base64url')
}

function bytesOf(text: string, length?: number): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = fromString(text, 'base64url')
  } catch {
    throw new InvalidShareError('it is not base64url')
  }
  if (length !== undefined && bytes.length !== length) {
    throw new InvalidShareError(`${length} bytes are needed, not ${bytes.length}`)
  }
  return bytes
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    throw new InvalidShareError('its list of files is not JSON')
  }
}
