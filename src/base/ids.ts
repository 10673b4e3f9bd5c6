// Ids that nobody else makes up.

/** When this process began, so that ids differ from those of before a reload. */
const BEGAN = Date.now().toString(36)

/** From zero, as V8 takes ten times as long for the digits of a number as large as a time. */
let count = 0

/** An id that begins with `prefix`: no other has it among all that ever began with the same. */
export function nextId(prefix: string): string {
  count += 1
  return `${prefix}${count}`
}

/** What ids of one source begin with: the end of its name, which nobody else has, and when it began. */
export function idPrefix(name: string): string {
  return `${name.slice(-6)}.${BEGAN}.`
}
