// The relay's certificate and key, read and checked before anything is started with them.

import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { KadscopeError } from '../src/base/errors.ts'

/** A certificate, its chain after it, and its key, as the text of PEM files. */
export interface TlsFiles {
  cert: string
  key: string
}

/** A file of `--tls-cert` or `--tls-key` cannot be read or is not what it should be. */
export class TlsFileError extends KadscopeError {
  override name = 'TlsFileError'
}

/**
 * Reads a certificate and its key.
 *
 * @throws TlsFileError when a file cannot be read, is not PEM, or the two do not belong together
 */
export async function loadTls(certFile: string, keyFile: string): Promise<TlsFiles> {
  const [cert, key] = await Promise.all([
    readText(certFile, '--tls-cert'),
    readText(keyFile, '--tls-key'),
  ])
  const certificate = parse(() => new X509Certificate(cert))
  if (certificate === undefined) {
    throw new TlsFileError(`${certFile} holds no certificate: name a PEM file with --tls-cert.`)
  }
  const privateKey: KeyObject | undefined = parse(() => createPrivateKey(key))
  if (privateKey === undefined) {
    throw new TlsFileError(
      `${keyFile} holds no private key without a passphrase: name a PEM file with --tls-key.`,
    )
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new TlsFileError(
      `${keyFile} is not the key of the certificate in ${certFile}: name the two files that were made together.`,
    )
  }
  return { cert, key }
}

async function readText(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
    throw new TlsFileError(`${file} cannot be read (${code}): name another file with ${option}.`)
  }
}

function parse<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
