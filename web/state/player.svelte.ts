// The page's clock: follows the source live, slowly where the viewer started something, or stands still.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Timeline } from '../../src/world/timeline.ts'
import type { Message, World } from '../../src/world/world.ts'
import type { FlightTimes } from '../draw/flight.ts'
import { Flights } from './flights.ts'
import { Spans } from './spans.ts'
import { advanceClock, MOST_LAG_MS, type PlayMode } from './advance.ts'
import { Shown } from './shown.svelte.ts'
import type { Span } from './stretch.ts'

/** What a picture that moves is told each frame. */
export interface Frame {
  readonly world: World
  /** The source's time that is shown, in milliseconds. */
  readonly at: number
  /** The viewer's own time, in milliseconds, for what moves by itself. */
  readonly wall: number
  readonly mode: PlayMode
}

/** Plays a recording that grows. Time comes in through `hear` and `tick`, so tests play by hand. */
export class Player {
  readonly #shown: Shown
  #mode = $state<PlayMode>('live')
  #at = $state(0)
  #now = $state(0)
  #stretch = $state(1)
  #total = $state(0)
  #own = $state<PeerName | undefined>()
  /** Whether the source's clock runs on by itself, as the viewer's does; not in a recording. */
  follows = $state(true)
  /** Whether more can come: always of a live source, of a recording until all of it was read. */
  grows = true
  /** How much faster than usual the page plays: 0.1 to 10. */
  speed = $state(1)

  #timeline: Timeline
  #flights = new Flights()
  #spans = new Spans()
  readonly #frames = new Set<(frame: Frame) => void>()
  #lastWall: number | undefined

  constructor(timeline: Timeline) {
    this.#timeline = $state.raw(timeline)
    this.#shown = new Shown(timeline)
  }

  /** Forgets everything and begins anew with another recording. */
  open(timeline: Timeline): void {
    this.#timeline = timeline
    this.#flights = new Flights()
    this.#spans = new Spans()
    this.#total = timeline.length
    this.#now = this.#last
    this.#mode = 'live'
    this.#stretch = 1
    this.#own = undefined
    this.#shown.open(timeline)
    this.#at = this.#now
  }

  /** The World at the timeline's position: all that a view draws. */
  get world(): World {
    return this.#shown.world
  }

  /**
   * The World as it was when peers or wires last changed: for what shows nothing else, and so
   * need not be made anew with each message.
   */
  get wired(): World {
    return this.#shown.wired
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
    return this.#shown.position
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
    return this.#flights.of(message)
  }

  /** Takes a batch that was heard at `wall`, in milliseconds on the source's clock. */
  hear(batch: readonly Envelope[], wall: number): void {
    // Another machine's clock may be fast: nothing is later than the moment it was heard.
    const envelopes = batch.map((told) =>
      this.follows && told.at > wall ? { ...told, at: wall } : told,
    )
    this.#timeline.append(envelopes)
    for (const envelope of envelopes) {
      this.#flights.hear(envelope)
      // What was over long before it was heard is the past, not something to watch now.
      if (this.follows && wall - envelope.at >= MOST_LAG_MS / 4) continue
      const begun = this.#spans.note(envelope, this.#own)
      // The frame before this one may have shown a moment that is a little later already.
      if (begun !== undefined && this.#mode === 'live') this.#at = Math.min(this.#at, begun.from)
    }
  }

  /**
   * One frame; `wall` is milliseconds since the epoch, `sourceNow` the time on the source's clock.
   *
   * @param sourceNow @default wall
   */
  tick(wall: number, sourceNow = wall): void {
    const passed = Math.min(1000, wall - (this.#lastWall ?? wall))
    this.#lastWall = wall
    this.#total = this.#timeline.length
    this.#now = Math.max(this.#last, this.follows && this.#total > 0 ? sourceNow : 0)
    if (this.#mode !== 'paused') this.#advance(passed, this.#mode)
    const frame = { world: this.#shown.world, at: this.#at, wall, mode: this.#mode }
    for (const draw of this.#frames) draw(frame)
  }

  /**
   * Whether there are new wires that are not shown: a crowd's and all else that is new are too much
   * for one frame, so these wait for `showWires`.
   */
  get wiresAreDue(): boolean {
    return this.#shown.wiresAreDue
  }

  showWires(): void {
    this.#shown.catchUp()
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

  /** Goes back to following the source; in a recording to its end. */
  live(): void {
    if (!this.follows) {
      this.goto(this.#timeline.length)
      return
    }
    this.#mode = 'live'
    this.#show(this.#timeline.length, this.#now)
  }

  /** Goes back to a lookup and plays it slowly, whoever made it. */
  watch(span: Span): void {
    this.seek(span.from)
    this.#spans.add(span)
    this.play()
  }

  /** Pauses and shows the moment after so many events. */
  goto(index: number): void {
    this.pause()
    this.#now = Math.max(this.#now, this.#last)
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

  #advance(passedMs: number, mode: 'live' | 'playing'): void {
    const clock = { at: this.#at, now: this.#now, speed: this.speed, spans: this.#spans.all }
    const { at, stretch } = advanceClock({ ...clock, mode, passedMs })
    this.#stretch = stretch
    this.#show(this.#timeline.indexAt(at), at, { inFrame: true })
    if (mode !== 'playing' || at < this.#now) return
    if (this.follows) this.#mode = 'live'
    else if (!this.grows) this.pause()
  }

  #show(position: number, at: number, frame?: { inFrame: boolean }): void {
    this.#shown.show(this.#timeline, position, frame)
    this.#at = at
  }

  get #last(): number {
    return this.#timeline.timeAt(this.#timeline.length)
  }
}
