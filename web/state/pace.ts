// How often the page draws: every frame where something moves slowly, seldom where nothing happens.

/** What decides it. */
export interface PaceInit {
  /** Whether something plays in slow motion, or the viewer plays the past. */
  readonly watching: boolean
  /** Milliseconds since something happened. */
  readonly quietMs: number
  /** How late this machine runs, from 1: see base/lateness.ts. */
  readonly patience: number
}

/** Something is watched: as often as the screen is drawn. */
const WATCHING_MS = 0

/** Things happen in real time, where a message is a blink: 30 times a second. */
const LIVE_MS = 33

/** Nothing happens: often enough for clocks that count seconds. */
const QUIET_MS = 250

/** After so long without an event nothing happens; milliseconds. */
const QUIET_AFTER_MS = 1_500

/** From this patience on a machine is busy, and peers go before pictures. */
const BUSY = 1.5

/**
 * The time to wait before the next frame is asked for, in milliseconds. A page without a
 * graphics card would otherwise spend a fifth of a processor on showing that little changes,
 * and eight of them on one machine would not leave their peers the time to meet.
 */
export function frameInterval({ watching, quietMs, patience }: PaceInit): number {
  const slower = patience > BUSY ? patience : 1
  if (watching) return slower === 1 ? WATCHING_MS : LIVE_MS * slower
  return (quietMs < QUIET_AFTER_MS ? LIVE_MS * slower : QUIET_MS) * slower
}
