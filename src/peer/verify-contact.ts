// Whether a peer that the routing table is offered answers: one ping at a time each, within a time limit.

import type { PeerId } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../base/clock.ts'
import { limitedSignal } from '../base/limited-signal.ts'

/** New contacts that are pinged at once; the others wait. */
const AT_ONCE = 20

/** Pings a peer and says whether it answered. */
export type VerifyContact = (peer: PeerId) => Promise<boolean>

/**
 * Makes the check; `limitMs` says how long a peer may take now, dialing included. It does what kad-dht's
 * own does, with a tenth of the work: that one makes a job, four abort controllers and two timers for
 * each of the thousands of contacts of a Lab.
 */
export function createVerifyContact(
  ping: KadDHTComponents['ping'],
  clock: Clock,
  limitMs: () => number,
): VerifyContact {
  const running = new Map<string, Promise<boolean>>()
  const waiting: (() => void)[] = []
  let free = AT_ONCE

  async function run(peer: PeerId): Promise<boolean> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    const limit = limitedSignal(clock, limitMs())
    try {
      // Asked for where somebody waits for an answer, which on a wire without latency nobody does.
      const options = {
        get signal() {
          return limit.signal
        },
      }
      await ping.ping(peer, options)
      return true
    } catch {
      return false
    } finally {
      limit.clear()
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }

  return (peer) => {
    const name = peer.toString()
    const known = running.get(name)
    if (known !== undefined) return known
    const checked = run(peer).finally(() => running.delete(name))
    running.set(name, checked)
    return checked
  }
}
