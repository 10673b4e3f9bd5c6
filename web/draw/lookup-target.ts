// What a viewer types to have looked up, as the target of a lookup.

import { isPeerName } from '../../src/kad/kad-id.ts'

/** A key or peer id as it is, any other text as a key under /u/; nothing is a key by chance. */
export function targetOf(text: string): string {
  const typed = text.trim()
  if (typed === '') return `/u/${crypto.randomUUID().slice(0, 8)}`
  if (typed.startsWith('/') || isPeerName(typed)) return typed
  return `/u/${typed.replaceAll(/[\s/]+/g, '-')}`
}
