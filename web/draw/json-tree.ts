// What a tree of JSON shows: the members of an object or a list, or one value as text.

/** An object or a list. */
export interface Branches {
  readonly open: '{' | '['
  readonly close: '}' | ']'
  readonly members: readonly (readonly [name: string, value: unknown])[]
}

/** The longest text of one value; the rest is folded away. */
const LONGEST = 2000

/** The members of an object or a list; undefined for anything else. */
export function jsonBranches(value: unknown): Branches | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const members = Object.entries(value)
  return Array.isArray(value)
    ? { open: '[', close: ']', members }
    : { open: '{', close: '}', members }
}

/** One value as JSON text, a very long one shortened. */
export function jsonLeaf(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) return 'undefined'
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
