// Loads the code of the page round the views, and of the views that it opens with.

import type { Component } from 'svelte'
import { delay, realClock } from '../../src/base/clock.ts'
import { nextTurn } from '../../src/base/next-turn.ts'
import type { ViewName } from '../state/address.ts'
import { loadView } from '../views/load-view.ts'

/** What did not come is asked for again after these pauses, in milliseconds: a browser gives up all that is on its way when the network changes. */
const RETRY_MS = [500, 2_000]

/**
 * The page, once it can be shown in one go. A view that could not be loaded says so itself.
 *
 * @throws TypeError when the page's own code does not come
 */
export async function loadPage(views: readonly ViewName[]): Promise<Component> {
  const [Page] = await Promise.all([
    pageItself(),
    Promise.allSettled(views.map(async (view) => loadView(view))),
    // Without its own typefaces the page is no less readable.
    import('./fonts.ts').then(({ fontsLoaded }) => fontsLoaded()).catch(() => undefined),
  ])
  // Its code has just been run: it is put up in a task of its own.
  await nextTurn()
  return Page
}

async function pageItself(): Promise<Component> {
  for (const pause of RETRY_MS) {
    try {
      return (await import('./Page.svelte')).default
    } catch {
      await delay(realClock, pause)
    }
  }
  return (await import('./Page.svelte')).default
}
