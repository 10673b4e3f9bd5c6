// Nicknames: a peer is called `amber-fox` after its kad id, so that near peers sound and look alike.

import { ANIMALS } from './animals.ts'
import type { KadId } from './kad-id.ts'

/**
 * The colour words in the order of the hue circle, one for each 32nd of the id space.
 * They are named after hues of OKLCH in equal steps, `rose` around 6° and `amber` around 73°,
 * so a view that draws `huePosition` as that hue shows the colour the name says.
 */
export const COLOUR_WORDS: readonly string[] = `
  rose ruby red coral orange peach amber honey
  gold lemon pear lime fern green jade mint
  teal aqua cyan lake sky ocean azure blue
  indigo iris violet purple plum orchid berry pink
`
  .trim()
  .split(/\s+/)

/** Where an id lies in the id space, from its top 32 bits: 0 up to, not including, 1. */
export function huePosition(id: KadId): number {
  return Number.parseInt(id.slice(0, 8), 16) / 2 ** 32
}

/**
 * The nickname of a kad id, such as `amber-fox`: the colour tells where it lies, the animal
 * comes from its last byte. There are 8,192, so two peers can share one: show `shortHex` too.
 */
export function nickname(id: KadId): string {
  const colour = COLOUR_WORDS[Math.floor(huePosition(id) * COLOUR_WORDS.length)]
  const animal = ANIMALS[Number.parseInt(id.slice(-2), 16)]
  return `${colour ?? 'grey'}-${animal ?? 'stranger'}`
}

/** The first four hex digits of an id: what is shown beside a nickname. */
export function shortHex(id: KadId): string {
  return id.slice(0, 4)
}
