// Many small buttons as one stop of the Tab key: the arrow keys go from one to the next.

import type { Attachment } from 'svelte/attachments'

/** Put on what holds the buttons; Home and End go to the first and the last. */
export const roving: Attachment<HTMLElement> = (holder) => {
  const buttons = (): HTMLElement[] => [...holder.querySelectorAll<HTMLElement>('button')]

  function makeStop(stop: HTMLElement | undefined): void {
    for (const button of buttons()) {
      const wanted = button === stop ? 0 : -1
      // Of a thousand buttons all but two are as they should be.
      if (button.tabIndex !== wanted) button.tabIndex = wanted
    }
  }

  function onFocus({ target }: FocusEvent): void {
    if (target instanceof HTMLElement) makeStop(target)
  }

  function onKey(event: KeyboardEvent): void {
    const all = buttons()
    const here = all.findIndex((button) => button === event.target)
    const next = all[targetOf(event.key, here, all.length)]
    if (here === -1 || next === undefined) return
    event.preventDefault()
    next.focus()
  }

  const settle = (): void => {
    const all = buttons()
    const stops = all.filter((button) => button.tabIndex === 0)
    if (stops.length !== 1)
      makeStop(stops.find((stop) => stop === document.activeElement) ?? all[0])
  }
  const watch = new MutationObserver(settle)
  watch.observe(holder, { childList: true, subtree: true })
  holder.addEventListener('focusin', onFocus)
  holder.addEventListener('keydown', onKey)
  settle()
  return () => {
    watch.disconnect()
    holder.removeEventListener('focusin', onFocus)
    holder.removeEventListener('keydown', onKey)
  }
}

function targetOf(key: string, here: number, count: number): number {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, here + 1)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, here - 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : -1
}
