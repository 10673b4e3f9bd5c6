// Lists of numbers as they are typed: `8, 16 32`.

/** The numbers of a text; what is no number becomes NaN, for the plan's own check to refuse. */
export function numbersOf(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number)
}
