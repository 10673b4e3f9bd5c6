// What the viewer chose, remembered by the browser where it may be.

/** What was remembered under a name; undefined when nothing was, or storage is forbidden. */
export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(`kadscope.${name}`) ?? undefined
  } catch {
    return undefined
  }
}

/** Remembers a choice; where storage is forbidden it lasts as long as the page. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`kadscope.${name}`, value)
  } catch {
    // The choice still holds for this page.
  }
}
