// Observing: tells the room what the own peer does, and hears what the others tell.
// Not part of the DHT: it goes over gossipsub on the peers' own connections.

import type { GossipSub, Message } from '@libp2p/gossipsub'
import type { Cancel, Clock } from '../base/clock.ts'
import type { Envelope } from '../event/envelope.ts'
import type { Event } from '../event/event.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { packFrame, unpackFrame, type Frame } from './frame.ts'

/** The shortest time between two frames of one peer, in milliseconds. */
const FRAME_MS = 250

/** What one peer may tell, in bytes a second; saved up for one second at most. */
const BYTES_PER_SECOND = 8 * 1024

/** A frame is not worth sending with less room than this, in bytes. */
const LEAST_FRAME_BYTES = 1_024

/** What is urgent waits so long for more of its kind, in milliseconds. */
const URGENT_MS = 50

/** All peers together send about one frame in this many milliseconds: a large room tells less often. */
const ROOM_FRAME_MS = 80

/** How often a peer tells its whole state, in milliseconds: it heals what frames were lost. */
const DESCRIBE_MS = 15_000

/** Within this time after a newcomer everybody has told its whole state, in milliseconds. */
const GREET_MS = 400

/** Clocks that differ by less are taken as the same, in milliseconds. */
const CLOCK_SKEW_MS = 500

/** Kinds that are left out first when there is more to tell than fits. */
const MINOR = new Set<string>(['contact.pinged', 'rpc.served', 'record.served'])

/**
 * When to hear what others tell: who draws nothing never need, and who draws nothing yet begins when
 * `hear` is called. Whoever begins to hear is told the whole state, but by those that never hear.
 */
export type Hears = 'at once' | 'later' | 'never'

export interface ObserverInit {
  readonly gossip: GossipSub
  readonly topic: string
  readonly own: PeerName
  readonly clock: Clock
  /** A number in [0, 1), to spread answers to a newcomer. */
  readonly random: () => number
  /** Makes the own peer tell its whole state, as an envelope like any other. */
  readonly describe: () => void
  /** Takes what others told, their times moved onto the own clock. */
  readonly onEnvelopes: (envelopes: readonly Envelope[]) => void
  /** @default 'at once' */
  readonly hears?: Hears
  /** What does not wait for the frame's turn, as others act on it. @default nothing */
  readonly isUrgent?: (event: Event) => boolean
  /** How busy this machine is, see base/lateness.ts: pictures come after peers. @default 1, not at all */
  readonly patience?: () => number
  /** How many others tell something. @default those who hear on the topic */
  readonly others?: () => number
}

/** The own peer's part in the room's observation. */
export interface Observer {
  /** Queues an envelope of the own peer. */
  tell(envelope: Envelope): void
  /** Begins to hear what others tell, if it does not yet. All tell each other their whole state then. */
  hear(): void
  /** Frames that were refused so far. */
  refused(): number
  stop(): void
}

/** Begins to tell and to listen on the room's topic. */
export function observeRoom(init: ObserverInit): Observer {
  const { gossip, topic, clock } = init
  const skews = new Map<PeerName, number>()
  let queue: Envelope[] = []
  let refused = 0
  let hears = false
  /** Whether the next frame asks the others for their whole state. */
  let asks = false
  let stopped = false
  let allowance = { bytes: BYTES_PER_SECOND, at: clock.now() }
  /** The next frame, and when it is due. */
  let cancelFlush: Cancel | undefined
  let dueAt = Infinity
  let flushedAt = -Infinity
  let cancelGreet: Cancel | undefined
  let cancelDescribe = describeLater()

  function describeLater(): Cancel {
    return clock.after(DESCRIBE_MS * (0.75 + init.random() / 2), () => {
      init.describe()
      cancelDescribe = describeLater()
    })
  }

  function flushLater(): void {
    if (cancelFlush !== undefined) return
    const others = init.others?.() ?? gossip.getSubscribers(topic).length
    const pause = Math.max(FRAME_MS, (others + 1) * ROOM_FRAME_MS) * (init.patience?.() ?? 1)
    // What happens mostly happens at several peers: frames that all came at once would be a gust.
    flushWithin(pause * (0.5 + init.random()))
  }

  function flushWithin(ms: number): void {
    const due = clock.now() + ms
    if (stopped || due >= dueAt) return
    cancelFlush?.()
    dueAt = due
    cancelFlush = clock.after(ms, flush)
  }

  function flush(): void {
    cancelFlush = undefined
    dueAt = Infinity
    flushedAt = clock.now()
    const limit = currentAllowance()
    if (limit < LEAST_FRAME_BYTES) {
      flushLater()
      return
    }
    const envelopes = queue
    queue = []
    // Nobody hears yet: the whole state is told to whoever comes.
    if (envelopes.length === 0 || gossip.getSubscribers(topic).length === 0) return
    const frame = fitFrame({ peer: init.own, sentAt: clock.now(), asks, envelopes }, limit)
    asks = false
    allowance.bytes -= frame.length
    gossip.publish(topic, frame).catch(() => undefined)
  }

  function currentAllowance(): number {
    const now = clock.now()
    const earned = ((now - allowance.at) / 1_000) * BYTES_PER_SECOND
    allowance = { bytes: Math.min(BYTES_PER_SECOND, allowance.bytes + earned), at: now }
    return allowance.bytes
  }

  const onMessage = ({ detail: message }: CustomEvent<Message>): void => {
    if (message.topic !== topic || message.type !== 'signed') return
    const signer = message.from.toString() as PeerName
    if (signer === init.own) return
    try {
      const frame = unpackFrame(message.data, signer)
      if (frame.asks) greetSoon()
      const offset = offsetOf(frame.peer, clock.now() - frame.sentAt)
      init.onEnvelopes(
        offset === 0
          ? frame.envelopes
          : frame.envelopes.map((envelope) => ({ ...envelope, at: envelope.at + offset })),
      )
    } catch {
      // What cannot be read is counted; who sent it is of no use to the viewer.
      refused++
    }
  }

  /** What to add to a peer's times: 0 unless its clock is clearly another. */
  function offsetOf(peer: PeerName, age: number): number {
    const least = Math.min(skews.get(peer) ?? Infinity, age)
    skews.set(peer, least)
    return Math.abs(least) < CLOCK_SKEW_MS ? 0 : least
  }

  const greetSoon = (): void => {
    cancelGreet ??= clock.after(GREET_MS * init.random(), () => {
      cancelGreet = undefined
      init.describe()
    })
  }

  function hear(): void {
    if (hears || stopped) return
    hears = true
    gossip.addEventListener('message', onMessage)
    gossip.subscribe(topic)
  }

  const { hears: when = 'at once' } = init
  if (when !== 'never') gossip.addEventListener('subscription-change', greetSoon)
  if (when === 'at once') hear()

  return {
    tell(envelope) {
      queue.push(envelope)
      if (init.isUrgent?.(envelope.event) === true) {
        flushWithin(Math.max(URGENT_MS, flushedAt + FRAME_MS - clock.now()))
      } else flushLater()
    },
    hear() {
      if (hears) return
      hear()
      asks = true
      init.describe()
    },
    refused: () => refused,
    stop() {
      flush()
      stopped = true
      cancelFlush?.()
      cancelGreet?.()
      cancelDescribe()
      gossip.removeEventListener('message', onMessage)
      gossip.removeEventListener('subscription-change', greetSoon)
      if (hears) gossip.unsubscribe(topic)
    },
  }
}

/** Packs as much as fits: first all, then all but the minor kinds, then ever fewer of the newest. */
function fitFrame(frame: Frame, limit: number): Uint8Array {
  const whole = packFrame(frame)
  if (whole.length <= limit) return whole
  let envelopes = frame.envelopes.filter(({ event }) => !MINOR.has(event.kind))
  for (;;) {
    const bytes = packFrame({ ...frame, envelopes })
    if (bytes.length <= limit || envelopes.length === 0) return bytes
    envelopes = envelopes.slice(Math.ceil(envelopes.length / 4))
  }
}
