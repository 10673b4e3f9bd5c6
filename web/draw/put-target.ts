// Where a value is to be stored, as it was chosen and typed.

import type { PutOptions } from '../../src/peer/records/results.ts'

/** The namespaces in which a viewer stores values. */
export type Namespace = 'c' | 'm' | 'u'

/** The namespaces as they are offered, with what each is for. */
export const NAMESPACES = [
  { value: 'c', label: 'its hash', hint: 'Nobody can change it: another value has another key.' },
  { value: 'm', label: 'your name', hint: 'Signed: only you can change or delete it.' },
  { value: 'u', label: 'a shared name', hint: 'Unprotected: whoever writes last is right.' },
] as const

/** The options of a put for what was typed beside it: a whole key, or a name in a namespace. */
export function putTarget(
  namespace: Namespace,
  typed: string,
): Pick<PutOptions, 'key' | 'namespace' | 'name'> {
  const text = typed.trim()
  if (text.startsWith('/')) return { key: text }
  return text === '' ? { namespace } : { namespace, name: text }
}

/** What is to be checked as a key before anything is sent; empty for the value's hash. */
export function keyToCheck(namespace: Namespace, typed: string): string {
  const text = typed.trim()
  if (text.startsWith('/')) return text
  if (namespace === 'c') return text
  return `/u/${text}`
}
