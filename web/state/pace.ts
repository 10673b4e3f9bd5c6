// How often the page draws: every frame where something moves slowly, seldom where nothing happens.

/** What decides it. */
export interface PaceInit {
  /** Whether something plays in slow motion, or the viewer plays the past. */
  readonly watching: boolean
  /** Milliseconds since something happened. */
  readonly quietMs: number
}

/** Something is watched: as often as the screen is drawn. */
const WATCHING_MS = 0

/** Things happen in real time, where a message is a blink: 30 times a second. */
const LIVE_MS = 33

/** Nothing happens: often enough for clocks that count seconds. */
const QUIET_MS = 250

/** After so long without an event nothing happens; milliseconds. */
const QUIET_AFTER_MS = 1_500

/**
 * The least time between two frames, in milliseconds. A page without a graphics card would
 * otherwise spend a tenth of a processor on showing that nothing changes.
 */
export function frameInterval({ watching, quietMs }: PaceInit): number {
  if (watching) return WATCHING_MS
  return quietMs < QUIET_AFTER_MS ? LIVE_MS : QUIET_MS
}
