// A share's manifest: the list of its files, with the name, size and CID of each. A folder is one share.

import * as v from 'valibot'
import { InvalidShareError } from './errors.ts'
import { MAX_FILES, MAX_SHARE_BYTES } from './limits.ts'

/** A path within a share: parts with slashes between, none of them empty, `.` or `..`. */
const path = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(400),
  v.check(isPlainPath, 'a file has no plain name'),
)

const file = v.object({
  name: path,
  /** Its bytes as they were before they were encrypted. */
  size: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SHARE_BYTES)),
  /** Its media type, as its sharer's browser says; may be empty. */
  type: v.pipe(v.string(), v.maxLength(120), v.regex(/^[\w.+/;= -]*$/)),
  /** Of the root of its UnixFS tree. */
  cid: v.pipe(v.string(), v.maxLength(100)),
})

const manifest = v.object({
  files: v.pipe(
    v.array(file),
    v.minLength(1),
    v.maxLength(MAX_FILES),
    v.check(
      (files) => new Set(files.map(({ name }) => name)).size === files.length,
      'a name twice',
    ),
    v.check((files) => sizeOf(files) <= MAX_SHARE_BYTES, 'too large'),
  ),
})

/** One file of a share. */
export type SharedFile = Readonly<v.InferOutput<typeof file>>

/** The files of a share. */
export interface Manifest {
  readonly files: readonly SharedFile[]
}

/** Checks a manifest that came from elsewhere. @throws InvalidShareError */
export function parseManifest(data: unknown): Manifest {
  const parsed = v.safeParse(manifest, data)
  if (!parsed.success) throw new InvalidShareError(parsed.issues[0].message)
  return parsed.output
}

/** The bytes of all files together. */
export function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** Whether a path is safe to show and to save under, on any system. */
export function isPlainPath(text: string): boolean {
  // No control, formatting or unassigned characters: they can turn a name around.
  if (/[\\:*?"<>|]|\p{C}/u.test(text)) return false
  return text.split('/').every((part) => part.trim() !== '' && part !== '.' && part !== '..')
}

/** A path that is allowed, from what a file system calls a file. */
export function plainPath(text: string): string {
  const parts = text.replaceAll(/[\\:*?"<>|]|\p{C}/gu, '_').split('/')
  const kept = parts.filter((part) => part.trim() !== '' && part !== '.' && part !== '..')
  return kept.join('/').slice(-400) || 'file'
}
