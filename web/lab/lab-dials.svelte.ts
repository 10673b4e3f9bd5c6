// The dials of a Lab: each stands for one fault, which a turn of it replaces.

import type { LabFault } from '../../src/lab/faults.ts'
import type { LabControls } from './lab-controls.ts'

/** What a dial can do to wires. */
export type DialType = 'latency' | 'loss'

/** Which fault each dial of a Lab has set. */
export class LabDials {
  readonly #lab: Pick<LabControls, 'clear'>
  /** The faults by type and by whom they hit. */
  #faults = $state.raw<ReadonlyMap<string, string>>(new Map())

  constructor(lab: Pick<LabControls, 'clear'>) {
    this.#lab = lab
  }

  /** The fault that a dial has set, in force or not. */
  fault(type: DialType, whom: string): string | undefined {
    return this.#faults.get(`${type} ${whom}`)
  }

  /** Clears what the dial had set, and sets what it stands at now; 0 is nothing. */
  async turn(
    type: DialType,
    whom: string,
    amount: number,
    set: () => Promise<LabFault>,
  ): Promise<void> {
    const before = this.fault(type, whom)
    if (before !== undefined) await this.#lab.clear(before)
    const rest = [...this.#faults].filter(([, fault]) => fault !== before)
    const after = amount === 0 ? [] : [[`${type} ${whom}`, (await set()).fault] as const]
    this.#faults = new Map([...rest, ...after])
  }

  /** Forgets all: the Lab begins anew. */
  reset(): void {
    this.#faults = new Map()
  }
}
