// Puts own methods before those of an object that belongs to somebody else.

/**
 * An object that behaves like `target` but for `methods`. All others run on `target`
 * itself, so classes with private fields work as before.
 */
export function override<T extends object>(target: T, methods: Partial<T>): T {
  return new Proxy(target, {
    get(_, property) {
      if (property in methods) return Reflect.get(methods, property) as unknown
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
