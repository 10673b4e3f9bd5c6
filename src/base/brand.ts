// Branded types: strings of one meaning that cannot be mixed up with strings of another.

declare const brand: unique symbol

/** A `T` that carries the meaning `Name`; made only where its form has been checked. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
