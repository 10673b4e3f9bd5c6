// How often the page draws: often where something is watched, seldom where nothing happens, and
// never so often that the peers in the tab lack the time to talk.

/** What decides it. */
export interface PaceInit {
  /** Whether something plays in slow motion, or the viewer plays the past. */
  readonly watching: boolean
  /** Whether the page is not up yet, and there is nothing to see but how far that is. @default false */
  readonly arriving?: boolean
  /** Whether peers live on the page's own thread; those of a Lab have a thread of their own. */
  readonly peersHere: boolean
  /**
   * Whether peers on a thread of their own all join at once: they, and the page that takes in what
   * they tell, need the whole machine for as long. @default false
   */
  readonly joining?: boolean
  /** Milliseconds since something happened. */
  readonly quietMs: number
  /** What a frame costs the main thread now, in milliseconds: drawing, layout and painting. */
  readonly costMs: number
  /** How late this machine runs, from 1: see base/lateness.ts. */
  readonly patience: number
}

/** Things happen in real time, where a message is a blink: 30 times a second. */
const LIVE_MS = 33

/** A ladder of seven rungs is climbed: each can be seen. */
const ARRIVING_MS = 400

/** Nothing happens: often enough for clocks that count seconds. */
const QUIET_MS = 500

/** After so long without an event nothing happens; milliseconds. */
const QUIET_AFTER_MS = 1_500

/** From this patience on a machine is busy, and peers go before pictures. */
const BUSY = 1.5

/** Milliseconds of rest for each that a frame costs: a third of the time may go into pictures. */
const REST_WATCHING = 2

/** The same where peers share the thread: the room goes on talking while one of its moments is watched. */
const REST_WATCHING_HERE = 4

/** The same where peers need the time and nothing is watched: a twentieth, as a computer that paints without a graphics card spends as much again beside the main thread. */
const REST = 19

/** Longest rest, in milliseconds: a picture that stands still for longer looks broken. */
const LONGEST_MS = 2_000

/**
 * The time to wait before the next frame is asked for, in milliseconds. Eight pages that drew 30
 * times a second on two processors without a graphics card left their peers no time to meet: see
 * docs/performance.md.
 */
export function frameInterval(init: PaceInit): number {
  const { watching, peersHere, arriving = false, joining = false } = init
  const { quietMs, costMs, patience } = init
  const slower = patience > BUSY ? patience : 1
  if (watching) {
    if (peersHere) return Math.max(LIVE_MS, costMs * REST_WATCHING_HERE * slower)
    // A cheap frame of something watched is asked for at once: the screen itself sets the pace.
    return costMs < LIVE_MS / 4 && slower === 1 ? 0 : costMs * REST_WATCHING * slower
  }
  const busy = arriving ? ARRIVING_MS : LIVE_MS
  const least = quietMs < QUIET_AFTER_MS ? busy : QUIET_MS
  const rest = peersHere || joining ? REST : REST_WATCHING
  return Math.min(LONGEST_MS, Math.max(least, costMs * rest) * slower)
}
