// Copies text, also on a plain HTTP address, where browsers have no clipboard to write to.

/** Puts text into the clipboard; false when the browser does not let it. */
export async function copyText(text: string): Promise<boolean> {
  const clipboard = (navigator as Partial<Pick<Navigator, 'clipboard'>>).clipboard
  if (clipboard === undefined) return copyBySelection(text)
  return clipboard.writeText(text).then(
    () => true,
    () => copyBySelection(text),
  )
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.style.cssText = 'position:fixed;opacity:0'
  document.body.append(field)
  field.select()
  // Deprecated, and the only way without a secure context.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const copied = document.execCommand('copy')
  field.remove()
  return copied
}
