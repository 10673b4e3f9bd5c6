// How large text is on the page now: pictures that are not laid out by the browser need it in pixels.

/** Pixels of the small text size; larger in projector mode and on large screens. */
export function smallTextPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.75
}
