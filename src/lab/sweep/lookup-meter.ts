// What lookups cost, counted from what the peers tell: messages, and hops from who named whom.

import type { Envelope } from '../../event/envelope.ts'
import type { PeerName } from '../../kad/kad-id.ts'

/** What one lookup cost. */
export interface LookupCost {
  /** Requests that were sent. */
  readonly messages: number
  /** How many peers, one naming the next, lead to the nearest one found; 1 for a known contact. */
  readonly hops: number
}

interface Running {
  messages: number
  readonly depths: Map<PeerName, number>
}

/** Hears envelopes, and keeps what the lookups in the foreground cost. */
export class LookupMeter {
  readonly #running = new Map<string, Running>()
  /** The lookups of requests that are on their way. */
  readonly #requests = new Map<string, Running>()
  #costs: LookupCost[] = []

  /** Takes in one envelope. */
  hear({ event }: Envelope): void {
    switch (event.kind) {
      case 'lookup.started':
        if (event.background) return
        this.#running.set(event.lookup, { messages: 0, depths: new Map() })
        return
      case 'rpc.sent': {
        const running = this.#running.get(event.lookup ?? '')
        if (running === undefined) return
        running.messages += 1
        this.#requests.set(event.rpc, running)
        return
      }
      case 'rpc.answered': {
        const running = this.#requests.get(event.rpc)
        if (running === undefined) return
        this.#requests.delete(event.rpc)
        const depth = depthOf(running, event.from)
        for (const peer of event.closer) {
          if (!running.depths.has(peer)) running.depths.set(peer, depth + 1)
        }
        return
      }
      case 'rpc.failed':
        this.#requests.delete(event.rpc)
        return
      case 'lookup.finished': {
        const running = this.#running.get(event.lookup)
        if (running === undefined) return
        this.#running.delete(event.lookup)
        const [nearest] = event.closest
        if (nearest === undefined) return
        this.#costs.push({ messages: running.messages, hops: depthOf(running, nearest) })
        return
      }
      default:
        return
    }
  }

  /** The costs of the lookups that found somebody since the last time they were taken. */
  take(): LookupCost[] {
    const costs = this.#costs
    this.#costs = []
    return costs
  }
}

/** Peers that nobody has named are the asker's own contacts. */
function depthOf({ depths }: Running, peer: PeerName): number {
  const depth = depths.get(peer) ?? 1
  depths.set(peer, depth)
  return depth
}
