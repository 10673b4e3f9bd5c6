// The places on the ring that are looked for: the chosen key, and what lit lookups are after.

import { kadIdOfKey, type KadId, type RecordKey } from '../../src/kad/kad-id.ts'
import { shortKey } from '../../src/kad/label.ts'
import { shortHex } from '../../src/kad/nickname.ts'
import { litLookups, type LitBy } from './messages.ts'
import type { Target } from './network-frame.ts'

/** Each place once; a key is called by its name, an id by its first digits. */
export function targetsOf(by: LitBy & { readonly key: RecordKey | undefined }): Target[] {
  const targets = new Map<KadId, Target>()
  const add = (kadId: KadId, key: RecordKey | undefined): void => {
    targets.set(kadId, { kadId, text: key === undefined ? `${shortHex(kadId)}…` : shortKey(key) })
  }
  for (const { target, key } of litLookups(by)) add(target, key)
  if (by.key !== undefined) add(kadIdOfKey(by.key), by.key)
  return [...targets.values()]
}

/** Whether two lists name the same places in the same way. */
export function sameTargets(one: readonly Target[], other: readonly Target[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ kadId, text }, index) => {
      const beside = other[index]
      return beside?.kadId === kadId && beside.text === text
    })
  )
}
