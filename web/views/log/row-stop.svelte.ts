// The one row of the Log that Tab stops at, so that a hundred thousand rows are not in its way.

import { tick } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { countBelow } from './log-index.ts'

/** A row, as the event that it shows and as its place in the list. */
export interface RowPlace {
  /** The event's index in the recording. */
  readonly index: number
  readonly place: number
}

/** Rows that each key goes on. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -15,
  PageDown: 15,
}

/** Where Tab stops in a long list of events; the arrow keys go from one row to the next. */
export class RowStop {
  /** The event whose row was gone to by keys. */
  #index = $state<number>()
  /** Whether a row has the focus and the viewer uses the keyboard. */
  focused = $state(false)

  /** The row that was gone to while it is listed, else the last one. */
  stopIn(indices: readonly number[]): RowPlace | undefined {
    const place = this.#index === undefined ? -1 : countBelow(indices, this.#index)
    const index = indices[place]
    if (index !== undefined && index === this.#index) return { index, place }
    const last = indices.at(-1)
    return last === undefined ? undefined : { index: last, place: indices.length - 1 }
  }

  /** Put on what holds the rows; each has its event's index as `data-index`. */
  attach(indices: () => readonly number[]): Attachment<HTMLElement> {
    return (holder) => {
      const onFocus = ({ target }: FocusEvent): void => {
        if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return
        this.focused = true
        this.#index = indexOf(target)
      }
      const onBlur = (): void => {
        this.focused = false
      }
      const onKey = (event: KeyboardEvent): void => {
        const step = STEPS[event.key]
        if (step === undefined || !(event.target instanceof HTMLElement)) return
        event.preventDefault()
        this.#go(holder, event.target, { step, indices: indices() })
      }
      holder.addEventListener('focusin', onFocus)
      holder.addEventListener('focusout', onBlur)
      holder.addEventListener('keydown', onKey)
      return () => {
        holder.removeEventListener('focusin', onFocus)
        holder.removeEventListener('focusout', onBlur)
        holder.removeEventListener('keydown', onKey)
      }
    }
  }

  #go(
    holder: HTMLElement,
    from: HTMLElement,
    { step, indices }: { readonly step: number; readonly indices: readonly number[] },
  ): void {
    const here = indexOf(from)
    if (here === undefined) return
    const place = Math.max(0, Math.min(indices.length - 1, countBelow(indices, here) + step))
    const next = indices[place]
    if (next === undefined) return
    const last = from.matches(':last-of-type')
    this.#index = next
    // The list mounts the row because it is the stop now, and the browser scrolls to it.
    void tick().then(() => {
      const row = holder.querySelector(`[data-index="${next.toString()}"]`)
      const buttons = [...(row?.querySelectorAll<HTMLElement>(':scope > button') ?? [])]
      buttons.at(last ? -1 : 0)?.focus()
    })
  }
}

function indexOf(element: HTMLElement): number | undefined {
  const told = element.closest<HTMLElement>('[data-index]')?.dataset['index']
  return told === undefined ? undefined : Number(told)
}
