// How many bytes a second peers may send to the relay: who is over is not read from for a while.

import type { Clock } from '../src/base/clock.ts'
import type { PeerName } from '../src/kad/kad-id.ts'

/** What byte caps are made from. */
export interface ByteCapsInit {
  /** Bytes a second that one peer may send. */
  perPeer: number
  /** Bytes a second that all peers together may send. */
  inAll: number
  clock: Clock
}

/** The bytes of one wire. */
export interface Meter {
  /**
   * Counts bytes that have come in. Returns for how long nothing more should be read from this
   * wire, in milliseconds; 0 when its peer is within its caps.
   */
  take(bytes: number): number
  /** Whose wire it is has turned out: from now on all wires of that peer count together. */
  belongTo(peer: PeerName): void
  close(): void
}

/** Counts what peers send, each for itself and all together. */
export interface ByteCaps {
  open(): Meter
  /** What all peers sent lately, in bytes a second. */
  rate(): number
  /** How often somebody was held back so far. */
  held(): number
}

/** So many seconds' worth can be saved up: joining a room is a burst. */
const BURST_SECONDS = 4

/** The longest that a peer is held at once, in milliseconds: its heartbeats should still come through. */
const LONGEST_HOLD_MS = 10_000

/** The shortest hold, in milliseconds: shorter ones cost more than they save. */
const SHORTEST_HOLD_MS = 20

/** Within this time what was sent counts as lately, in milliseconds. */
const LATELY_MS = 1_000

/**
 * Makes the caps. When all together send too much, only those are held who send more than an equal
 * share, so one who floods the relay does not hold up the others.
 */
export function createByteCaps({ perPeer, inAll, clock }: ByteCapsInit): ByteCaps {
  const total = createBucket(inAll, clock)
  const lately = createRate(clock)
  const accounts = new Set<Account>()
  const named = new Map<PeerName, Account>()
  let held = 0

  function enter(peer?: PeerName): Account {
    const known = peer === undefined ? undefined : named.get(peer)
    const account = known ?? {
      peer,
      bucket: createBucket(perPeer, clock),
      rate: createRate(clock),
      wires: 0,
    }
    account.wires += 1
    accounts.add(account)
    if (peer !== undefined) named.set(peer, account)
    return account
  }

  function leave(account: Account): void {
    account.wires -= 1
    if (account.wires > 0) return
    accounts.delete(account)
    if (account.peer !== undefined) named.delete(account.peer)
  }

  function open(): Meter {
    let account: Account | undefined = enter()
    return {
      take(bytes) {
        if (account === undefined) return 0
        account.rate.add(bytes)
        lately.add(bytes)
        const ownMs = account.bucket.take(bytes)
        const totalMs = total.take(bytes)
        const isHeavy = account.rate.perSecond() > inAll / accounts.size
        const hold = Math.max(ownMs, isHeavy ? totalMs : 0)
        if (hold === 0) return 0
        held += 1
        return Math.min(LONGEST_HOLD_MS, Math.max(SHORTEST_HOLD_MS, hold))
      },
      belongTo(peer) {
        if (account === undefined || account.peer !== undefined) return
        leave(account)
        account = enter(peer)
      },
      close() {
        if (account !== undefined) leave(account)
        account = undefined
      },
    }
  }

  return { open, rate: () => lately.perSecond(), held: () => held }
}

/** What one peer has sent, over however many wires. */
interface Account {
  readonly peer: PeerName | undefined
  readonly bucket: ReturnType<typeof createBucket>
  readonly rate: ReturnType<typeof createRate>
  wires: number
}

/** A token bucket that may go into debt, as bytes are counted after they came. */
function createBucket(perSecond: number, clock: Clock): { take(bytes: number): number } {
  const most = perSecond * BURST_SECONDS
  let level = most
  let at = clock.now()
  return {
    take(bytes) {
      const now = clock.now()
      level = Math.min(most, level + ((now - at) / 1_000) * perSecond) - bytes
      at = now
      return level < 0 ? (-level / perSecond) * 1_000 : 0
    },
  }
}

/** An average that forgets, in bytes a second. */
function createRate(clock: Clock): { add(bytes: number): void; perSecond(): number } {
  let level = 0
  let at = clock.now()
  const fade = (): void => {
    const now = clock.now()
    level *= Math.exp(-(now - at) / LATELY_MS)
    at = now
  }
  return {
    add(bytes) {
      fade()
      level += bytes
    },
    perSecond() {
      fade()
      return (level * 1_000) / LATELY_MS
    },
  }
}
