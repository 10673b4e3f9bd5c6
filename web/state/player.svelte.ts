// The page's clock: follows the source live, slowly where the viewer started something, or stands still.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Timeline } from '../../src/world/timeline.ts'
import type { Message, World } from '../../src/world/world.ts'
import type { FlightTimes } from '../draw/flight.ts'
import { Flights } from './flights.ts'
import { stepLive, type Span } from './stretch.ts'

/** `live` follows the source, `playing` comes after it from the past, `paused` stands still. */
export type PlayMode = 'live' | 'playing' | 'paused'

/** What a picture that moves is told each frame. */
export interface Frame {
  readonly world: World
  /** The source's time that is shown, in milliseconds. */
  readonly at: number
  /** The viewer's own time, in milliseconds, for what moves by itself. */
  readonly wall: number
  readonly mode: PlayMode
}

/** A lag above this, as after the page was hidden, is not played but skipped; milliseconds. */
const MOST_LAG_MS = 20_000

/** So many of the viewer's own lookups play slowly when the page goes back to them. */
const SPANS_KEPT = 200

/** Plays a recording that grows. Time comes in through `hear` and `tick`, so tests play by hand. */
export class Player {
  #world: World
  #wired: World
  #mode = $state<PlayMode>('live')
  #at = $state(0)
  #now = $state(0)
  #stretch = $state(1)
  #position = $state(0)
  #total = $state(0)
  #own = $state<PeerName | undefined>()
  /** Whether the source's clock runs on by itself, as the viewer's does; not in a recording. */
  follows = true
  /** How much faster than usual the page plays: 0.1 to 10. */
  speed = $state(1)

  readonly #timeline: Timeline
  readonly #flights = new Flights()
  readonly #frames = new Set<(frame: Frame) => void>()
  #spans: readonly Span[] = []
  #lastWall: number | undefined

  constructor(timeline: Timeline) {
    this.#timeline = timeline
    this.#world = $state.raw(timeline.worldAt(timeline.first))
    this.#wired = $state.raw(this.#world)
  }

  /** The World at the timeline's position: all that a view draws. */
  get world(): World {
    return this.#world
  }

  /**
   * The World as it was when peers or wires last changed: for what shows nothing else, and so
   * need not be made anew with each message.
   */
  get wired(): World {
    return this.#wired
  }

  get mode(): PlayMode {
    return this.#mode
  }

  /** The source's time that is shown, in milliseconds. */
  get at(): number {
    return this.#at
  }

  /** The source's latest time, in milliseconds. */
  get now(): number {
    return this.#now
  }

  /** The source's time of the first event, in milliseconds. */
  get from(): number {
    return this.#total === 0 ? 0 : this.#timeline.timeAt(this.#timeline.first)
  }

  /** How far the page is behind the source, in milliseconds. */
  get lagMs(): number {
    return Math.max(0, this.#now - this.#at)
  }

  /** How many times slower than real the page runs now. */
  get stretch(): number {
    return this.#stretch
  }

  /** Events that are folded into `world`. */
  get position(): number {
    return this.#position
  }

  /** Events that there are. */
  get total(): number {
    return this.#total
  }

  /** The viewer's own peer. */
  get own(): PeerName | undefined {
    return this.#own
  }

  set own(own: PeerName | undefined) {
    this.#own = own
  }

  /** The recording, for what looks at many events at once; grows when `total` does. */
  get timeline(): Timeline {
    return this.#timeline
  }

  /** When a message left and when it ended, though the page's clock may not be there yet. */
  flightOf(message: Message): FlightTimes {
    const known = this.#flights.of(message.rpc)
    if (known !== undefined) return known
    const { sentAt, endedAt, state } = message
    return { sentAt, endedAt, failed: state === 'failed' }
  }

  /** Takes a batch that was heard at `wall`, in milliseconds on the viewer's clock. */
  hear(batch: readonly Envelope[], wall: number): void {
    // Another machine's clock may be fast: nothing is later than the moment it was heard.
    const envelopes = batch.map((told) =>
      this.follows && told.at > wall ? { ...told, at: wall } : told,
    )
    this.#timeline.append(envelopes)
    for (const envelope of envelopes) {
      this.#flights.hear(envelope)
      // What was over long before it was heard is the past, not something to watch now.
      if (!this.follows || wall - envelope.at < MOST_LAG_MS / 4) this.#noteSpan(envelope)
    }
  }

  /** One frame; `wall` is milliseconds since the epoch. */
  tick(wall: number): void {
    const passed = Math.min(1000, wall - (this.#lastWall ?? wall))
    this.#lastWall = wall
    this.#total = this.#timeline.length
    this.#now = Math.max(this.#last, this.follows && this.#total > 0 ? wall : 0)
    if (this.#mode !== 'paused') this.#advance(passed)
    const frame = { world: this.#world, at: this.#at, wall, mode: this.#mode }
    for (const draw of this.#frames) draw(frame)
  }

  /** Hears every frame. Returns what stops it. */
  onFrame(draw: (frame: Frame) => void): () => void {
    this.#frames.add(draw)
    return () => {
      this.#frames.delete(draw)
    }
  }

  /** Stands still where it is. */
  pause(): void {
    this.#mode = 'paused'
    this.#stretch = 1
  }

  /** Goes on from where it stands. */
  play(): void {
    if (this.#mode === 'paused') this.#mode = 'playing'
  }

  /** Pauses, or goes on. */
  toggle(): void {
    if (this.#mode === 'paused') this.play()
    else this.pause()
  }

  /** Goes back to following the source. */
  live(): void {
    this.#mode = 'live'
    this.#show(this.#timeline.length, this.#now)
  }

  /** Goes back to the beginning and plays from there. */
  rewind(): void {
    this.#now = this.#last
    this.goto(this.#timeline.first)
    this.play()
  }

  /** Goes back to a lookup and plays it slowly, whoever made it. */
  watch(span: Span): void {
    this.seek(span.from)
    this.#spans = [...this.#spans.filter(({ id }) => id !== span.id), span]
    this.play()
  }

  /** Pauses and goes so many events on, or back. */
  step(events: number): void {
    this.goto(this.#position + events)
  }

  /** Pauses and shows the moment after so many events. */
  goto(index: number): void {
    this.pause()
    const { first, length } = this.#timeline
    const position = Math.max(first, Math.min(index, length))
    this.#show(position, this.#timeline.timeAt(position))
  }

  /** Pauses and shows the moment `at`. */
  seek(at: number): void {
    this.pause()
    const inside = Math.max(this.from, Math.min(at, this.#now))
    this.#show(this.#timeline.indexAt(inside), inside)
  }

  #advance(passed: number): void {
    const step = stepLive(this.#at, this.#now, passed * this.speed, this.#spans)
    const late = this.#now - step.at > MOST_LAG_MS && this.#mode === 'live'
    const playing = this.#mode === 'playing'
    // From the past, what nobody started plays in real time instead of at once.
    const at = late ? this.#now : playing && step.stretch === 1 ? this.#run(passed) : step.at
    this.#stretch = step.stretch / this.speed
    this.#show(this.#timeline.indexAt(at), at)
    if (playing && at >= this.#now) this.#mode = 'live'
  }

  #run(passed: number): number {
    const next = this.#spans.find((span) => span.from > this.#at)?.from ?? Infinity
    return Math.min(this.#at + passed * this.speed, this.#now, next)
  }

  #show(position: number, at: number): void {
    if (position !== this.#position) this.#world = this.#timeline.worldAt(position)
    if (this.#world.wiring !== this.#wired.wiring) this.#wired = this.#world
    this.#position = position
    this.#at = at
  }

  #noteSpan({ peer, event, at }: Envelope): void {
    // In a recording nobody is the viewer, and what anybody started is worth watching.
    if (this.#own !== undefined && peer !== this.#own) return
    if (event.kind === 'lookup.started' && !event.background) {
      const span = { id: event.lookup, from: at, to: undefined }
      this.#spans = [...this.#spans.slice(1 - SPANS_KEPT), span]
      // The frame before this one may have shown a moment that is a little later already.
      if (this.#mode === 'live') this.#at = Math.min(this.#at, at)
    } else if (event.kind === 'lookup.finished') {
      this.#spans = this.#spans.map((span) =>
        span.id === event.lookup ? { ...span, to: at } : span,
      )
    }
  }

  get #last(): number {
    return this.#timeline.timeAt(this.#timeline.length)
  }
}
