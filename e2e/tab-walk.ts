// A walk through a page with the Tab key: where it stops, what is said there, and whether one sees it.

import type { CDPSession, Page } from '@playwright/test'

/** One stop of the Tab key. */
export interface Stop {
  /** The element in a few words, the same for the same element. */
  readonly what: string
  /** The part of the page that it is in. */
  readonly part: 'header' | 'view' | 'beside' | 'timeline' | 'foot' | 'page'
  /** What a screen reader says. */
  readonly name: string
  readonly role: string
  /** Whether it lies within the window, and nothing cuts it away. */
  readonly inSight: boolean
  /** Whether a ring is drawn round it; of a peer in a picture the picture itself tells. */
  readonly marked: boolean
}

/**
 * Presses Tab from the beginning of the page until the focus leaves it, and says where it stopped.
 *
 * @param most stops that may be made
 * @throws Error when the focus does not leave the page by then
 */
export async function walk(
  page: Page,
  most: number,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<Stop[]> {
  const session = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    getSelection()?.removeAllRanges()
    // From the very beginning of the document, wherever somebody has been before.
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
  })
  const stops: Stop[] = []
  for (;;) {
    await page.keyboard.press(key)
    const stop = await stopOf(page, session)
    if (stop === undefined || (stops.length > 1 && stop.what === stops[0]?.what)) break
    stops.push(stop)
    if (stops.length > most) {
      const last = stops.slice(-8).map(({ what }) => what)
      throw new Error(`the focus is still in the page after ${most} stops: ${last.join(' | ')}`)
    }
  }
  await session.detach()
  return stops
}

/** What is wrong with stops, in words; nothing when all is well. */
export function faultsOf(stops: readonly Stop[]): string[] {
  return stops.flatMap(({ what, name, inSight, marked }) => [
    ...(name.trim() === '' ? [`${what} has no name`] : []),
    ...(inSight ? [] : [`${what} is out of sight`]),
    ...(marked ? [] : [`${what} does not show that it has the focus`]),
  ])
}

async function stopOf(page: Page, session: CDPSession): Promise<Stop | undefined> {
  const seen = await page.evaluate(look)
  if (seen === undefined) return undefined
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'document.activeElement',
  })
  const { nodes } = await session.send('Accessibility.getPartialAXTree', {
    ...(result.objectId === undefined ? {} : { objectId: result.objectId }),
    fetchRelatives: false,
  })
  const name: unknown = nodes[0]?.name?.value
  const role: unknown = nodes[0]?.role?.value
  return {
    ...seen,
    name: typeof name === 'string' ? name : '',
    role: typeof role === 'string' ? role : '',
  }
}

/** Runs in the page. */
function look(): Omit<Stop, 'name' | 'role'> | undefined {
  const element = document.activeElement
  if (element === null || element === document.body || element === document.documentElement) {
    return undefined
  }
  const testid = element.getAttribute('data-testid')
  const words = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)
  const all = [...document.querySelectorAll(element.tagName)]
  const what = `${testid ?? element.tagName.toLowerCase()} "${words}" #${all.indexOf(element)}`
  const part =
    element.closest('main section.side') !== null
      ? 'beside'
      : element.closest('main') !== null
        ? 'view'
        : element.closest('header') !== null
          ? 'header'
          : element.closest('[data-testid=timeline]') !== null
            ? 'timeline'
            : element.closest('nav') !== null
              ? 'foot'
              : 'page'
  // Peers of a picture are marked in the picture: the list that has the focus is for reading.
  const picture =
    element.closest('.hidden') !== null &&
    (element.closest('[data-testid=network-scene]') !== null ||
      document.querySelector('svg .lit') !== null)
  const box = element.getBoundingClientRect()
  const middle = document.elementFromPoint(
    Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2),
    Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2),
  )
  const inWindow = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight
  const onTop = middle !== null && (element.contains(middle) || middle.contains(element))
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  const ring = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5
  return {
    what,
    part,
    inSight: picture || (inWindow && onTop && box.width > 0 && box.height > 0),
    marked: picture || ring,
  }
}
