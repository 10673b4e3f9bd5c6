// The Lab's attack at the moment that the picture shows, which may be behind the Lab's own.

import { untrack } from 'svelte'
import { rulesOfLab } from '../../../src/lab/lab-rules.ts'
import { attackFigures, attackSight } from '../../draw/attack-figures.ts'
import type { LabDesk } from '../../lab/lab-desk.svelte.ts'
import type { App } from '../../state/app.ts'

/** How often the figures are counted anew, in milliseconds of the source's time. */
const COUNT_MS = 250

/** Attacks whose key was shown by itself: once each, as the viewer may look at something else. */
const shown = new WeakSet()

/** What a view says of an attack. */
export class AttackWatch {
  readonly #app: Pick<App, 'player' | 'selection'>
  readonly #desk: () => LabDesk | undefined

  constructor(app: Pick<App, 'player' | 'selection'>, desk: () => LabDesk | undefined) {
    this.#app = app
    this.#desk = desk
  }

  /** The attack, whether or not the picture shows it yet. */
  readonly known = $derived.by(() => this.#desk()?.attack)

  /** Whether it was ended already; the picture may still show it. */
  readonly ended = $derived.by(() => this.#desk()?.status?.attack === undefined)

  readonly #faults = $derived.by(() => this.#app.player.world.faults)

  /** What of it the picture shows; undefined when it shows none. */
  readonly sight = $derived.by(() => {
    const { peers } = this.#app.player.wired
    if (this.known === undefined) return undefined
    return attackSight({ peers, faults: this.#faults }, this.known, this.#desk()?.status?.bootstrap)
  })

  readonly #moment = $derived.by(() => Math.floor(this.#app.player.at / COUNT_MS))

  /** Its damage so far. */
  readonly figures = $derived.by(() => {
    const { known, sight } = this
    const scenario = this.#desk()?.lab.scenario
    if (known === undefined || sight === undefined || scenario === undefined) return []
    const { player } = this.#app
    const { k, mostRecords } = rulesOfLab(scenario)
    const bounded = known.type !== 'flood' || scenario.attack?.defended === true
    const rules = { k, mostRecords: bounded ? mostRecords : undefined }
    // Read again for each moment, not for each message.
    const world =
      this.#moment < 0 || player.mode === 'paused' ? player.world : untrack(() => player.world)
    return attackFigures(world, known, sight, rules)
  })

  /** Selects the key that is under attack, once, unless the viewer looks at one; for an effect. */
  aim(): void {
    const { known, sight } = this
    if (known === undefined || sight === undefined || shown.has(known)) return
    shown.add(known)
    // The others are aimed at no key in particular.
    if (known.type !== 'eclipse' && known.type !== 'poison') return
    const { selection } = this.#app
    untrack(() => {
      if (selection.key === undefined) selection.showKey(known.keys[0])
    })
  }
}
