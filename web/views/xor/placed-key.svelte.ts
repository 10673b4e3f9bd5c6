// The key of the XOR view: the selected one, or a place of the space that the viewer dragged it to.

import { kadIdOfKey, type KadId } from '../../../src/kad/kad-id.ts'
import { shortKey } from '../../../src/kad/label.ts'
import { shortHex } from '../../../src/kad/nickname.ts'
import { idAtTurn } from '../../draw/key-place.ts'
import { CELLS, turnOfId, type Scale } from '../../draw/magnifier.ts'
import type { Selection } from '../../state/selection.svelte.ts'

/** Where the key lies as long as nobody chose one. */
const FIRST_PLACE = idAtTurn(0.625, 'whole')

/** How far a key press moves it. */
export type Stride = 'small' | 'usual' | 'large'

/** The strides through the space, as shares of it. */
const STRIDES: Readonly<Record<Stride, number>> = { small: 1 / 4096, usual: 1 / 256, large: 1 / 16 }

/** A place in the id space for which the k closest are shown. */
export class PlacedKey {
  readonly #selection: Selection
  #dragged = $state.raw<{ readonly kadId: KadId; readonly instead: string | undefined }>()
  /** Whether it is being dragged now. */
  held = $state(false)

  constructor(selection: Selection) {
    this.#selection = selection
  }

  get kadId(): KadId {
    const { key } = this.#selection
    if (this.#dragged !== undefined && this.#dragged.instead === key) return this.#dragged.kadId
    return key === undefined ? FIRST_PLACE : kadIdOfKey(key)
  }

  /** The selected key, or the first digits of the place it was dragged to. */
  get name(): string {
    const { key } = this.#selection
    if (key !== undefined && this.#dragged?.instead !== key) return shortKey(key)
    return `${shortHex(this.kadId)}…`
  }

  /** Puts it elsewhere, until another key is selected. */
  moveTo(kadId: KadId): void {
    this.#dragged = { kadId, instead: this.#selection.key }
  }
  /** Moves it through the space in the order of ids; under the magnifier always to the next place. */
  stepRound(direction: 1 | -1, stride: Stride, scale: Scale): void {
    const share = scale === 'six' ? 1 / CELLS : STRIDES[stride]
    this.moveTo(idAtTurn(turnOfId(this.kadId, scale) + direction * share, scale))
  }
}
