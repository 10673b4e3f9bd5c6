// What every component reads: the page's concerns, one class each, handed down by context.

import { createContext } from 'svelte'
import type { Curtain } from './curtain.svelte.ts'
import type { Keeper } from './keeper.svelte.ts'
import type { Language } from './language.svelte.ts'
import type { Layout } from './layout.svelte.ts'
import type { Notices } from './notices.svelte.ts'
import type { Player } from './player.svelte.ts'
import type { RecordingFile } from './recording.svelte.ts'
import type { RememberedSwitch } from './choice.svelte.ts'
import type { Selection } from './selection.svelte.ts'
import type { Source } from './source.svelte.ts'
import type { Theme } from './theme.svelte.ts'
import type { Zoom } from './zoom.svelte.ts'

/** The page's state. */
export interface App {
  /** The session and what stands in its way. */
  readonly keeper: Keeper
  /** What stands in the way of what the page should show. */
  readonly notices: Notices
  /** Whether the page round the views may be shown yet. */
  readonly curtain: Curtain
  /** The World at the timeline's position. */
  readonly player: Player
  readonly selection: Selection
  readonly layout: Layout
  readonly theme: Theme
  /** Large type, for a room full of people. */
  readonly projector: RememberedSwitch
  /** Whether events are told in a sentence, on the page and to screen readers. */
  readonly narration: RememberedSwitch
  /** The language in which they are told. */
  readonly language: Language
  /** Which stretch of the recording the timeline shows. */
  readonly zoom: Zoom
  /** Where the envelopes come from. */
  readonly source: Source
  /** A recording that the viewer opens from a file. */
  readonly file: RecordingFile
}

/** Reads and sets the page's state in a component. */
export const [useApp, provideApp] = createContext<App>()
