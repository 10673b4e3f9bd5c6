// Keys and where they lie, kept for the next time: finding one under a prefix is costly work.

import type { Random } from '../base/random.ts'
import { bitAt, hasPrefix } from './prefix.ts'
import { kadIdOfNewKey, type KadId } from './kad-id.ts'
import type { PlacedKey } from './random-id.ts'

/** Bits by which keys are filed. */
const DRAWER_BITS = 8

/** Different keys there must be under a prefix before one of them is used again. */
const CHOICE = 4

/** Attempts at one more of them where there is one: a place far down takes thousands. */
const ATTEMPTS_FOR_CHOICE = 64

/** Keys kept at once: 16,384 take about 4 MB. */
const KEPT = 16_384

/** Finds keys that hash to a place, each time a random one of several. */
export interface KeyPool {
  /**
   * A key whose SHA-256 begins with `prefix`, binary digits; undefined when none was found
   * after 8 * 2^n attempts for n bits, at most 65,536. Where few are known already one of them is
   * used again sooner.
   */
  under(prefix: string): PlacedKey | undefined
}

/**
 * Makes an empty pool. Every key that is tried is kept, so what one peer sought in vain is
 * there when another asks for that place: a Lab's peers share one pool.
 */
export function createKeyPool(random: Random): KeyPool {
  const drawers: PlacedKey[][] = Array.from({ length: 2 ** DRAWER_BITS }, () => [])
  let kept = 0

  function under(prefix: string): PlacedKey | undefined {
    const known = keysUnder(prefix)
    if (known.length >= CHOICE) return random.pick(known)
    const most = known.length > 0 ? ATTEMPTS_FOR_CHOICE : 65_536
    const attempts = Math.min(8 * 2 ** prefix.length, most)
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const tried = newKey(random)
      file(tried)
      if (hasPrefix(tried.kadId, prefix)) return tried
    }
    return known.length > 0 ? random.pick(known) : undefined
  }

  /** Some of the keys under a prefix: those of a random drawer of its drawers, for a short one. */
  function keysUnder(prefix: string): PlacedKey[] {
    let drawer = prefix.slice(0, DRAWER_BITS)
    while (drawer.length < DRAWER_BITS) drawer += String(random.int(2))
    const filed = drawers[Number.parseInt(drawer, 2)] ?? []
    if (prefix.length <= DRAWER_BITS) return filed
    return filed.filter(({ kadId }) => hasPrefix(kadId, prefix))
  }

  function file(tried: PlacedKey): void {
    const drawer = drawers[drawerOf(tried.kadId)]
    if (drawer === undefined) return
    if (kept < KEPT) kept += 1
    else drawer.shift()
    drawer.push(tried)
  }

  return { under }
}

function newKey(random: Random): PlacedKey {
  const key = random.bytes(32)
  return { key, kadId: kadIdOfNewKey(key) }
}

function drawerOf(kadId: KadId): number {
  let drawer = 0
  for (let bit = 0; bit < DRAWER_BITS; bit += 1) drawer = drawer * 2 + bitAt(kadId, bit)
  return drawer
}
