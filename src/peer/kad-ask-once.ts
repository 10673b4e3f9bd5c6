// Keeps a lookup of kad-dht from asking the same peer twice.

import type { DhtRequest, Network } from './kad-internals.ts'
import { NO_EVENTS } from './kad-messages.ts'
import { nameOf } from './peer-ids.ts'

/**
 * kad-dht 16 looks whether it has seen a peer, then hashes its id and asks whether it can be dialed,
 * and only then notes it as seen (`query-path.js`): of answers that come together each has the same
 * peer asked once more.
 */
export function askOnce(network: Network): void {
  const send = network.sendRequest.bind(network)
  /** Who has been asked for what, for each lookup: all its messages carry the same signal. */
  const asked = new WeakMap<AbortSignal, Set<string>>()

  function isAsked(signal: AbortSignal, peer: string, { type }: DhtRequest): boolean {
    const known = asked.get(signal) ?? new Set()
    asked.set(signal, known)
    const question = `${type} ${peer}`
    const isKnown = known.has(question)
    known.add(question)
    return isKnown
  }

  network.sendRequest = (to, request, options) => {
    const { signal, path } = options
    // What is on no path of kad-dht's is asked on purpose.
    const isRepeated =
      signal !== undefined && path.index >= 0 && isAsked(signal, nameOf(to), request)
    return isRepeated ? NO_EVENTS : send(to, request, options)
  }
}
