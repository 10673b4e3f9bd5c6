// The story of a get that found nothing: who should have had the record, who was asked, and what they said.

import { describeError } from '../src/base/errors.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'

/** What the put of a record said of it. */
export interface Confirmed {
  readonly replicas: readonly PeerName[]
  readonly wanted: number
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** What became of each request of one get, by who was asked; `none` when no answer was heard. */
type Answers = Map<PeerName, string>

/** A get that is being watched. */
export interface WatchedGet {
  /** What became of it so far. */
  story(confirmed: Confirmed, servers: readonly PeerName[]): Promise<string>
  stop(): void
}

/** Watches a get of `key` that begins now. */
export function watchGet(peer: DhtPeer, key: RecordKey): WatchedGet {
  const lookups = new Map<string, Answers>()
  const asked = new Map<string, { readonly to: PeerName; readonly answers: Answers }>()
  const since = Date.now()
  const stop = peer.onEnvelope((envelope) => {
    if (envelope.at >= since) hear(envelope)
  })

  function hear({ event }: Envelope): void {
    if (event.kind === 'lookup.started' && event.key === key && event.operation === 'get') {
      lookups.set(event.lookup, new Map())
    }
    if (event.kind === 'rpc.sent') {
      const answers = lookups.get(event.lookup ?? '')
      if (answers === undefined) return
      asked.set(event.rpc, { to: event.to, answers })
      answers.set(event.to, 'none')
    }
    if (event.kind === 'rpc.answered') {
      const { to, answers } = asked.get(event.rpc) ?? {}
      if (to !== undefined) answers?.set(to, event.hasRecord ? 'record' : 'no record')
    }
    if (event.kind === 'rpc.failed') {
      lookups.get(event.lookup ?? '')?.set(event.to, event.error)
    }
  }

  async function story(
    { replicas, wanted, at }: Confirmed,
    servers: readonly PeerName[],
  ): Promise<string> {
    const order = closestTo(kadIdOfKey(key), servers, servers.length, kadIdOfPeer)
    const ranks = (peers: Iterable<PeerName>): string => {
      const numbers = [...peers].map((each) => order.indexOf(each) + 1)
      return numbers.sort((a, b) => a - b).join(' ')
    }
    const age = ((since - at) / 1000).toFixed(1)
    const by = `${replicas.length} of ${wanted}, nearest ${ranks(replicas)} of ${order.length}`
    const lines = [`${key}: confirmed ${age} s before by ${by}`]
    for (const answers of lookups.values()) {
      const those = replicas.map((each) => answers.get(each) ?? 'not asked')
      lines.push(`asked nearest ${ranks(answers.keys())}: ${countsOf([...answers.values()])}`)
      lines.push(`of those that confirmed: ${countsOf(those)}`)
    }
    const held = await Promise.all(replicas.map((each) => holds(peer, each, key)))
    lines.push(`asked for their copy, they say: ${countsOf(held)}`)
    return lines.join('\n  ')
  }

  return { story, stop }
}

/** What the peer itself says of its copy, asked past the DHT. */
async function holds(peer: DhtPeer, holder: PeerName, key: RecordKey): Promise<string> {
  try {
    await peer.inventory(holder).get(key)
    return 'held'
  } catch (thrown) {
    return describeError(thrown).name
  }
}

function countsOf(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ') || 'nobody'
}
