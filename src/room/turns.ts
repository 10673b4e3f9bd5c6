// Turns for what costs processor time: peers that share a page or a process take them together.

import { delay, type Clock } from '../base/clock.ts'
import { createGate, type Gate } from '../base/gate.ts'

/** Whoever makes a new wire waits for its turn. */
export interface Turns {
  /** First wires, over a socket or a relay: a noise handshake each. */
  readonly dials: Gate
  /** WebRTC handshakes, some ten times as dear. */
  readonly upgrades: Upgrading
}

/** Runs a handshake when its turn has come; `patience` says how busy the machine is then. */
export type Upgrading = (work: () => Promise<void>, patience: () => number) => Promise<void>

/**
 * Dials under way at once. In a burst of joins a peer wants to dial all that it hears of; sixty
 * handshakes at once are all too late, and each that is given up is begun anew.
 */
const DIALS_AT_ONCE = 8

/** WebRTC handshakes under way at once. */
const UPGRADES_AT_ONCE = 4

/**
 * From this patience on the machine is busy, and one handshake at a time is made. A relayed wire
 * does its work meanwhile.
 */
const BUSY = 1.5

/** A handshake that takes longer is a sign of a busy machine too, in milliseconds. */
const QUICK_MS = 400

/** The longest rest after a handshake, in milliseconds. */
const LONGEST_REST_MS = 10_000

/** Makes turns for the peers of one page or process. */
export function createTurns(clock: Clock): Turns {
  return { dials: createGate(DIALS_AT_ONCE), upgrades: createUpgrading(clock) }
}

function createUpgrading(clock: Clock): Upgrading {
  const some = createGate(UPGRADES_AT_ONCE)
  const alone = createGate(1)

  /** On a busy machine lookups have their time after each: as long as it took, or longer. */
  async function runAndRest(work: () => Promise<void>, patience: () => number): Promise<void> {
    const begunAt = clock.now()
    await work()
    const tookMs = clock.now() - begunAt
    const late = patience()
    if (late < BUSY && tookMs < QUICK_MS) return
    await delay(clock, Math.min(LONGEST_REST_MS, tookMs * late))
  }

  return (work, patience) =>
    some(() => {
      const run = (): Promise<void> => runAndRest(work, patience)
      return patience() < BUSY ? run() : alone(run)
    })
}
