// A row in versions: it grows at its end, and what is in it is found by its spot.

import type { Edit } from './chunk.ts'
import { VersionValues } from './version-values.ts'

/** A row of values that is changed without changing the versions before it. */
export class VersionRow<Value extends object | string>
  extends VersionValues<Value>
  implements Iterable<Value>
{
  [Symbol.iterator](): MapIterator<Value> {
    return this.values()
  }

  override for(edit: Edit): VersionRow<Value> {
    return this.isOf(edit) ? this : new VersionRow(this, edit)
  }

  /** Puts one more value at the end of the version that this edit writes to, at the spot `next`. */
  push(value: Value, edit: Edit): void {
    this.assertWrites(edit)
    this.add(value)
  }
}
