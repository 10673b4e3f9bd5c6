// What a page shows of a recording: the World at a position, and that of when its wires were last drawn.

import type { Timeline } from '../../src/world/timeline.ts'
import type { World } from '../../src/world/world.ts'

/** From so many peers on it is a crowd, with tens of thousands of wires. */
const CROWD = 150

/** The World that is shown. */
export class Shown {
  #world: World
  #wired: World
  #position = $state(0)

  /** Shows the beginning of a recording. */
  constructor(timeline: Timeline) {
    this.#world = $state.raw(timeline.worldAt(timeline.first))
    this.#wired = $state.raw(this.#world)
  }

  get world(): World {
    return this.#world
  }

  /** The World as it was when peers or wires last changed. */
  get wired(): World {
    return this.#wired
  }

  /** Events that are folded into `world`. */
  get position(): number {
    return this.#position
  }

  /** Whether a crowd has new wires, which wait for `catchUp`. */
  get wiresAreDue(): boolean {
    return this.#isCrowd && this.#hasNewWires
  }

  /** The wires of the World that is shown. */
  catchUp(): void {
    if (this.#hasNewWires) this.#wired = this.#world
  }

  /** Shows the World after so many events; in a frame of many a crowd's wires come later. */
  show(timeline: Timeline, position: number, { inFrame } = { inFrame: false }): void {
    if (position !== this.#position) this.#world = timeline.worldAt(position)
    if (!inFrame || !this.#isCrowd) this.catchUp()
    this.#position = position
  }

  /** Shows the end of another recording. */
  open(timeline: Timeline): void {
    this.#world = this.#wired = timeline.head
    this.#position = timeline.length
  }

  get #hasNewWires(): boolean {
    return this.#world.wiring !== this.#wired.wiring
  }

  get #isCrowd(): boolean {
    return this.#world.peers.size > CROWD
  }
}
