// Whether what was typed can be stored, said beside the field before anything is sent.

import { parseRecordKey } from '../../src/kad/record-key.ts'
import { describeError } from '../../src/base/errors.ts'
import { formatBytes } from './format.ts'
import { describeJsonFault, findJsonFault } from '../../src/base/json-fault.ts'

/** What kind of value is typed. */
export type ValueKind = 'text' | 'json'

/** The value to store, or why not, by field. */
export type Checked =
  | { readonly ok: true; readonly value: string | object; readonly key: string | undefined }
  | { readonly ok: false; readonly field: 'value' | 'key'; readonly message: string }

/** Checks a typed value and key; an empty key means that the value is stored under its hash. */
export function checkPut(
  typed: { readonly text: string; readonly kind: ValueKind; readonly key: string },
  maxValueBytes: number,
): Checked {
  const { text, kind } = typed
  if (text === '') return refuse('value', 'Type something to store.')
  const bytes = new TextEncoder().encode(text).length
  if (bytes > maxValueBytes) {
    const limit = formatBytes(maxValueBytes)
    return refuse('value', `This is ${formatBytes(bytes)}; a record may have ${limit} at most.`)
  }
  const fault = kind === 'json' ? findJsonFault(text) : undefined
  if (fault !== undefined) return refuse('value', describeJsonFault(fault))
  const key = typed.key.trim()
  const reason = key === '' ? undefined : keyFault(key)
  if (reason !== undefined) return refuse('key', reason)
  return { ok: true, value: valueOf(text, kind), key: key === '' ? undefined : key }
}

/** Why a text is not a record key, or undefined when it is one. */
export function keyFault(text: string): string | undefined {
  try {
    parseRecordKey(text)
    return undefined
  } catch (thrown) {
    return describeError(thrown).message
  }
}

/** JSON that is not an object or a list is stored as the text it is. */
function valueOf(text: string, kind: ValueKind): string | object {
  if (kind === 'text') return text
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? value : text
}

function refuse(field: 'value' | 'key', message: string): Checked {
  return { ok: false, field, message }
}
