// What a command reads: a file or standard input, with a bound, and JSON with the place of its fault.

import { createReadStream } from 'node:fs'
import { KadscopeError } from '../../src/base/errors.ts'
import { describeJsonFault, findJsonFault } from '../../src/base/json-fault.ts'
import { ValueTooLargeError } from '../../src/peer/records/namespaces.ts'

/** What the system's codes say to somebody who typed a name. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'it is not yours to use',
  EEXIST: 'it is there already, and nothing is written over',
  EISDIR: 'it is a folder',
  ENOENT: 'it is not there',
  ENOSPC: 'the disk is full',
}

/** A file cannot be read or written. */
export class FileError extends KadscopeError {
  override name = 'FileError'
  constructor(file: string, thrown: unknown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
    const reason = REASONS[code]
    const why = reason === undefined ? code : `${reason} (${code})`
    super(`${file} cannot be used: ${why}. Name another file.`)
  }
}

/** What was to be stored is not JSON. */
export class InvalidJsonError extends KadscopeError {
  override name = 'InvalidJsonError'
  constructor(file: string, fault: string) {
    super(`${file}: ${fault} Correct it, or store it as it is with --raw.`)
  }
}

/**
 * Reads a file, or standard input where it is `-`.
 *
 * @throws FileError; ValueTooLargeError when there are more than `mostBytes`
 */
export async function readInput(file: string, mostBytes: number): Promise<Uint8Array> {
  const stream = file === '-' ? process.stdin : createReadStream(file)
  const chunks: Uint8Array[] = []
  let total = 0
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      total += chunk.length
      if (total > mostBytes) break
    }
  } catch (thrown) {
    throw new FileError(file, thrown)
  }
  if (total > mostBytes) throw new ValueTooLargeError(total, mostBytes)
  return new Uint8Array(Buffer.concat(chunks))
}

/** @throws InvalidJsonError, which names line and column, unless the bytes are JSON in UTF-8. */
export function assertJson(file: string, bytes: Uint8Array): void {
  const name = file === '-' ? 'Standard input' : file
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new InvalidJsonError(name, 'Not JSON: it is not text in UTF-8.')
  }
  const fault = findJsonFault(text)
  if (fault !== undefined) throw new InvalidJsonError(name, describeJsonFault(fault))
}
