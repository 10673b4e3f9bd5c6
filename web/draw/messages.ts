// Which messages are seen at a moment, where on their wires, and how loudly.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Lookup, Message, World } from '../../src/world/world.ts'
import { flightAt, type Flight, type FlightTimes } from './flight.ts'

/** A message to draw. */
export interface SeenMessage extends Flight {
  readonly message: Message
  /** Whether the viewer started it, or looks at its lookup; others are a faint pulse. */
  readonly loud: boolean
}

/** What decides which messages are seen. */
export interface Watch {
  readonly world: World
  /** The source's time that is shown, in milliseconds. */
  readonly at: number
  /** The viewer's own time, in milliseconds. */
  readonly wall: number
  /** How many times slower than real the page runs. */
  readonly stretch: number
  /** Whether real time is too fast to see, so that background messages pulse by the viewer's. */
  readonly pulsing: boolean
  readonly own: PeerName | undefined
  readonly lookup: string | undefined
  readonly flightOf: (message: Message) => FlightTimes
}

/** How long a background message is seen, in milliseconds of the viewer's time. */
export const PULSE_MS = 480

/** What ended longer ago when it is first seen does not pulse any more; milliseconds. */
const FRESH_MS = 1200

/** Remembers when each background message was first seen, so that its pulse runs once. */
export class MessageWatch {
  #firstSeen = new Map<string, number>()

  /** The messages to draw now. */
  see(watch: Watch): SeenMessage[] {
    const seen: SeenMessage[] = []
    const firstSeen = new Map<string, number>()
    for (const message of watch.world.messages) {
      const loud = isLoud(message, watch)
      const flight =
        loud || !watch.pulsing
          ? flightAt(watch.flightOf(message), watch.at)
          : this.#pulse(message, watch, firstSeen)
      if (flight !== undefined) seen.push({ ...flight, message, loud })
    }
    this.#firstSeen = firstSeen
    return seen
  }

  #pulse(message: Message, watch: Watch, firstSeen: Map<string, number>): Flight | undefined {
    const { at, wall } = watch
    const old = at - (message.endedAt ?? message.sentAt) > FRESH_MS
    const begun = this.#firstSeen.get(message.rpc) ?? (old ? -Infinity : wall)
    firstSeen.set(message.rpc, begun)
    const share = (wall - begun) / PULSE_MS
    if (share > 1) return undefined
    const failed = message.state === 'failed' && share > 0.85
    return { along: Math.min(1, share), leg: failed ? 'failure' : 'request' }
  }
}

/** What decides which lookups are lit. */
export type LitBy = Pick<Watch, 'world' | 'at' | 'own' | 'lookup' | 'stretch'>

/** The lookups whose way is drawn: the chosen one, and what the viewer has going or just had. */
export function litLookups({ world, at, own, lookup, stretch }: LitBy): Lookup[] {
  const linger = FRESH_MS / Math.max(1, stretch)
  return [...world.lookups.values()].filter(
    (one) =>
      one.lookup === lookup ||
      ((own === undefined || one.by === own) &&
        !one.background &&
        at - (one.finishedAt ?? at) < linger),
  )
}

function isLoud(message: Message, { world, own, lookup }: Watch): boolean {
  if (message.lookup === undefined) return false
  if (message.lookup === lookup) return true
  const mine = own === undefined || message.from === own
  return mine && world.lookups.get(message.lookup)?.background === false
}
