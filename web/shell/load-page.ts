// Loads the code of the page round the views, and of the views that it opens with.

import type { Component } from 'svelte'
import { nextTurn } from '../../src/base/next-turn.ts'
import type { ViewName } from '../state/address.ts'
import { loadView } from '../views/load-view.ts'

/** The page, once it can be shown in one go. A view that could not be loaded says so itself. */
export async function loadPage(views: readonly ViewName[]): Promise<Component> {
  const [{ default: Page }] = await Promise.all([
    import('./Page.svelte'),
    Promise.allSettled(views.map(async (view) => loadView(view))),
  ])
  // Its code has just been run: it is put up in a task of its own.
  await nextTurn()
  return Page
}
