// What every component reads: the page's concerns, one class each, handed down by context.

import { createContext } from 'svelte'
import type { Keeper } from './keeper.svelte.ts'
import type { Layout } from './layout.svelte.ts'
import type { Player } from './player.svelte.ts'
import type { Selection } from './selection.svelte.ts'
import type { Theme } from './theme.svelte.ts'

/** The page's state. */
export interface App {
  /** The session and what stands in its way. */
  readonly keeper: Keeper
  /** The World at the timeline's position. */
  readonly player: Player
  readonly selection: Selection
  readonly layout: Layout
  readonly theme: Theme
}

/** Reads and sets the page's state in a component. */
export const [useApp, provideApp] = createContext<App>()
