// How often each asker may ask: a bucket of tokens each, that fills up again with time.

import type { PeerName } from '../../kad/kad-id.ts'
import { TooManyRequestsError } from './errors.ts'

/** How often is too often. */
export interface RateLimitInit {
  /** Requests at once. @default 40 */
  readonly burst?: number
  /** Requests a second, in the long run. @default 20 */
  readonly perSecond?: number
  /** Milliseconds. */
  readonly now: () => number
}

/** Askers that are remembered; the ones longest silent go first, whose buckets are full again. */
const ASKERS = 1_000

/**
 * Makes a function to be called for each request. It throws when the asker must wait.
 *
 * @throws TooManyRequestsError
 */
export function createRateLimit(init: RateLimitInit): (asker: PeerName) => void {
  const { burst = 40, perSecond = 20, now } = init
  const buckets = new Map<PeerName, { tokens: number; at: number; refused: boolean }>()
  return (asker) => {
    const at = now()
    const before = buckets.get(asker) ?? { tokens: burst, at, refused: false }
    const filled = Math.min(burst, before.tokens + ((at - before.at) / 1_000) * perSecond)
    const allowed = filled >= 1
    buckets.delete(asker)
    buckets.set(asker, { tokens: allowed ? filled - 1 : filled, at, refused: !allowed })
    if (buckets.size > ASKERS) {
      const [oldest] = buckets.keys()
      if (oldest !== undefined) buckets.delete(oldest)
    }
    if (allowed) return
    throw new TooManyRequestsError(((1 - filled) / perSecond) * 1_000, before.refused)
  }
}
