// The relay's identity: an Ed25519 key in a file, so that its peer id outlives a restart.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import { KadscopeError } from '../src/base/errors.ts'

/** The folder for the identity cannot be written. */
export class DataFolderError extends KadscopeError {
  override name = 'DataFolderError'
  constructor(folder: string, code: string) {
    super(
      `The data folder ${folder} cannot be used (${code}): make it writable or name another with --data.`,
    )
  }
}

/** The identity's file is there but holds no key. */
export class DamagedIdentityError extends KadscopeError {
  override name = 'DamagedIdentityError'
  constructor(file: string) {
    super(
      `${file} does not hold an Ed25519 key: restore it from a copy, or remove it and the relay starts with a new identity.`,
    )
  }
}

/**
 * Reads the key from `identity.key` in `folder`, or makes one there that only its owner can read.
 * The file is the base64 text of a libp2p private key.
 *
 * @throws DataFolderError, DamagedIdentityError
 */
export async function loadIdentity(folder: string): Promise<Ed25519PrivateKey> {
  const file = join(folder, 'identity.key')
  try {
    await mkdir(folder, { recursive: true })
    return parseKey(await readFile(file, 'utf8'), file)
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw asFolderError(thrown, folder)
  }
  const key = await generateKeyPair('Ed25519')
  const text = Buffer.from(privateKeyToProtobuf(key)).toString('base64')
  try {
    // `wx`: of two relays that start at once the second must not replace the first one's key.
    await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx' })
  } catch (thrown) {
    throw asFolderError(thrown, folder)
  }
  return key
}

function parseKey(text: string, file: string): Ed25519PrivateKey {
  try {
    const key = privateKeyFromProtobuf(Buffer.from(text.trim(), 'base64'))
    if (key.type === 'Ed25519') return key
  } catch {
    // Whatever the parser stumbled over, the file is not what it should be.
  }
  throw new DamagedIdentityError(file)
}

function asFolderError(thrown: unknown, folder: string): unknown {
  const code = codeOf(thrown)
  return code === undefined ? thrown : new DataFolderError(folder, code)
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined
}
