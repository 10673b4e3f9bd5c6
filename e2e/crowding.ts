// What is wrong with how a page is laid out: text that is cut, text on text, controls outside of the window.

/** Runs in the page: each fault in words, none when all is well. What can be scrolled to is not cut. */
export function crowding(): string[] {
  interface Box {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  interface Written {
    readonly owner: Element
    readonly words: string
    readonly box: Box
  }
  const faults = new Set<string>()

  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest('.hidden, option, title') === null

  const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'

  /** What is left of a box within all that holds it, and whether something was cut for good. */
  function within(box: Box, owner: Element): { box: Box; cut: boolean } {
    let left = box
    let cut = false
    let shortened = false
    for (
      let holder: Element | null = owner;
      holder !== null && holder !== document.body;
      holder = holder.parentElement
    ) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(holder)
      if (textOverflow === 'ellipsis') shortened = true
      if ((overflowX === 'visible' && overflowY === 'visible') || holder instanceof SVGElement) {
        continue
      }
      const rect = holder.getBoundingClientRect()
      if (!scrolls(overflowX) && (left.left < rect.left - 1.5 || left.right > rect.right + 1.5)) {
        cut = true
      }
      // The line's height is more than what is written.
      if (!scrolls(overflowY) && (left.top < rect.top - 3 || left.bottom > rect.bottom + 3)) {
        cut = true
      }
      left = {
        left: Math.max(left.left, rect.left),
        top: Math.max(left.top, rect.top),
        right: Math.min(left.right, rect.right),
        bottom: Math.min(left.bottom, rect.bottom),
      }
    }
    const seen = left.right - left.left >= 1 && left.bottom - left.top >= 1
    const outside = seen && (left.right > innerWidth + 1 || left.left < -1)
    return { box: left, cut: (cut && !shortened) || outside }
  }

  const written: Written[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const words = (node.textContent ?? '').trim()
    const owner = node.parentElement
    if (words === '' || owner === null || !isShown(owner)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      const { box, cut } = within(rect, owner)
      if (cut) faults.add(`cut: ${words.slice(0, 60)}`)
      if (box.right - box.left >= 1 && box.bottom - box.top >= 1)
        written.push({ owner, words, box })
    }
  }
  for (const [index, one] of written.entries()) {
    for (const other of written.slice(index + 1)) {
      if (one.owner === other.owner) continue
      const across =
        Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
      if (across > 2 && down > 4) {
        faults.add(`on each other: ${one.words.slice(0, 40)} / ${other.words.slice(0, 40)}`)
      }
    }
  }
  for (const control of document.querySelectorAll('button, input, select, textarea, a')) {
    if (!isShown(control)) continue
    const rect = control.getBoundingClientRect()
    if (rect.width > 0 && within(rect, control.parentElement ?? control).cut) {
      faults.add(`cut: ${control.outerHTML.slice(0, 80)}`)
    }
  }
  return [...faults]
}
