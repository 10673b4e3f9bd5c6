// The fields that scenarios and plans are made of, with messages that say what is allowed.

import * as v from 'valibot'

/** A whole number in a range. */
export function whole(least: number, most: number): v.GenericSchema<number> {
  const allowed = `must be a whole number from ${least} to ${most}`
  return v.pipe(
    v.number(allowed),
    v.integer(allowed),
    v.minValue(least, allowed),
    v.maxValue(most, allowed),
  )
}

/** Any number in a range. */
export function between(least: number, most: number): v.GenericSchema<number> {
  const allowed = `must be a number from ${least} to ${most}`
  return v.pipe(v.number(allowed), v.minValue(least, allowed), v.maxValue(most, allowed))
}

/** A short text. */
export function text(most: number): v.GenericSchema<string> {
  const allowed = `must be a text of 1 to ${most} characters`
  return v.pipe(v.string(allowed), v.minLength(1, allowed), v.maxLength(most, allowed))
}

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
): v.PicklistSchema<Words, string> {
  return v.picklist(words, `must be one of ${words.join(', ')}`)
}

/** Some different whole numbers in a range. */
export function numbers(least: number, most: number, count: number): v.GenericSchema<number[]> {
  const allowed = `must be a list of 1 to ${count} different whole numbers from ${least} to ${most}`
  return v.pipe(
    v.array(whole(least, most), allowed),
    v.minLength(1, allowed),
    v.maxLength(count, allowed),
    v.check((list) => new Set(list).size === list.length, allowed),
  )
}

/** An object with just these fields. */
export function fields<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, v.ErrorMessage<v.StrictObjectIssue>> {
  return v.strictObject(entries, ({ expected }) => {
    const allowed = Object.keys(entries).join(', ')
    if (expected === 'never') return `is unknown. Allowed there: ${allowed}`
    if (expected === 'Object') return `must be an object with the fields ${allowed}`
    return 'must be given'
  })
}

/** What every run has: all that is left to chance follows from it. */
export const seed = v.optional(text(64), '1')

/**
 * Parses plain data.
 *
 * @param what what it is, as a noun, and an example of one
 * @param refuse makes the error of a sentence that names the field and what is allowed
 * @throws what `refuse` makes
 */
export function parsePlain<const Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  what: { readonly noun: string; readonly example: string },
  refuse: (sentence: string) => Error,
): v.InferOutput<Schema> {
  const { noun, example } = what
  const head = `A ${noun} is an object such as ${example}`
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw refuse(`${head}.`)
  const parsed = v.safeParse(schema, data)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = v.getDotPath(issue) ?? ''
  if (field === '') throw refuse(`${head}: ${issue.message}.`)
  const shown = issue.expected === 'never' ? '' : `, but is ${show(issue.input)}`
  throw refuse(`The ${noun}’s field "${field}" ${issue.message}${shown}.`)
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'number') return String(value)
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
