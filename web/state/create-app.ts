// Puts the page's state together and keeps it going: frames, the address, and the session.

import { untrack } from 'svelte'
import { realClock } from '../../src/base/clock.ts'
import { watchLateness, type Lateness } from '../../src/base/lateness.ts'
import { inNextTurn } from '../../src/base/next-turn.ts'
import { Timeline } from '../../src/world/timeline.ts'
import { writeAddress, readAddress } from './address.ts'
import type { App } from './app.ts'
import { runFrames, type Frames } from './frames.ts'
import { RememberedSwitch } from './choice.svelte.ts'
import { Keeper } from './keeper.svelte.ts'
import { Language } from './language.svelte.ts'
import { Layout } from './layout.svelte.ts'
import { PageWidth } from './page-width.svelte.ts'
import { Notices } from './notices.svelte.ts'
import { Player } from './player.svelte.ts'
import { RecordingFile } from './recording.svelte.ts'
import { Selection } from './selection.svelte.ts'
import type { OpenSession } from './session.ts'
import { Curtain, type Arrival } from './curtain.svelte.ts'
import { followAddress } from './follow.svelte.ts'
import type { Source } from './source.svelte.ts'
import { Theme } from './theme.svelte.ts'
import { rewind } from './travel.ts'
import { Zoom } from './zoom.svelte.ts'

/** How often it is looked whether the page may come up, in milliseconds. */
const LOOK_MS = 100

/** A crowd's wires are shown anew no more often, in milliseconds. */
const CROWD_WIRES_MS = 400

/**
 * Makes the state, starts the session and the frames. Lives as long as the page.
 *
 * @param open opens what `source` says
 */
export function createApp(open: OpenSession, source: Source): App {
  const address = readAddress(location.search)
  const player = new Player(new Timeline())
  const zoom = new Zoom()
  let heardAt = Date.now()
  const keeper = new Keeper({
    open,
    began(session) {
      player.own = session.own
      player.follows = session.tier !== 'replay'
      player.grows = true
      if (app.curtain.due) session.hear?.()
      void session.complete?.then(() => (player.grows = false))
    },
    hear(batch) {
      heardAt = Date.now()
      const first = player.total === 0
      player.hear(batch, keeper.session?.now?.() ?? heardAt)
      frames.wake()
      // A recording begins at its beginning.
      if (first && !player.follows) rewind(player)
    },
  })
  const width = new PageWidth()
  const app: App = {
    keeper,
    notices: new Notices(keeper, player),
    curtain: new Curtain(performance.timeOrigin),
    player,
    zoom,
    source,
    selection: new Selection(address),
    layout: new Layout(address, width),
    theme: new Theme(),
    projector: new RememberedSwitch('projector', (on) => {
      document.documentElement.toggleAttribute('data-projector', on)
      width.measure()
    }),
    narration: new RememberedSwitch('narration'),
    language: new Language(),
    file: new RecordingFile((trace) => {
      source.show(trace)
      player.open(new Timeline())
      zoom.reset()
      leaveAddress()
      void keeper.restart()
    }),
  }
  followAddress(app, (next) => {
    showAddress(writeAddress(location.search, next))
  })
  const lateness = watchLateness(realClock)
  const frames = untrack(() => drawFrames(app, lateness, () => heardAt))
  untrack(() => {
    raiseCurtain(app, lateness)
  })
  window.addEventListener('pagehide', () => void keeper.stop())
  if (!source.start) void keeper.start()
  return app
}

/**
 * Looks until the page is up; frames are too seldom for that while much is going on. What one
 * person's other tabs would draw, nobody sees: these come up when they are first shown.
 */
function raiseCurtain(app: App, lateness: Lateness): void {
  const { keeper, notices, curtain, source } = app
  const look = (): void => {
    curtain.look({
      now: Date.now(),
      arriving: source.start || notices.current !== undefined ? undefined : arriving(app),
      peer: keeper.session?.peer?.snapshot(),
      patience: lateness.patience(),
      hidden: document.hidden,
    })
    if (curtain.due) keeper.session?.hear?.()
    if (curtain.up) return
    if (curtain.due) document.addEventListener('visibilitychange', look, { once: true })
    else setTimeout(look, LOOK_MS)
  }
  look()
}

function arriving({ source, keeper }: App): Arrival['arriving'] {
  if (source.isRoom) return 'room'
  const joining = keeper.session === undefined || keeper.session.joining?.() === true
  return source.isLab && joining ? 'lab' : undefined
}

function drawFrames(
  { player, keeper, curtain }: App,
  lateness: Lateness,
  heardAt: () => number,
): Frames {
  let wiresAt = -Infinity
  return runFrames({
    draw() {
      const now = Date.now()
      const due = untrack(() => {
        player.tick(now, keeper.session?.now?.())
        return player.wiresAreDue && now - wiresAt >= CROWD_WIRES_MS
      })
      if (!due) return
      wiresAt = now
      // In a task of its own: this frame has its layout and painting to come.
      inNextTurn(() => {
        untrack(() => {
          player.showWires()
        })
      })
    },
    pace: () => ({
      watching: untrack(() => player.mode === 'playing' || player.stretch > 1.05),
      peersHere: keeper.session?.tier === 'room',
      arriving: untrack(() => !curtain.up),
      joining: keeper.session?.joining?.() ?? false,
      quietMs: Date.now() - heardAt(),
      patience: lateness.patience(),
    }),
  })
}

/** A file that was opened by hand is in no address: a reload leads to the start page. */
function leaveAddress(): void {
  showAddress('?start')
}

function showAddress(query: string): void {
  history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`)
}
