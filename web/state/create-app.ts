// Puts the page's state together and keeps it going: frames, the address, and the session.

import { untrack } from 'svelte'
import { realClock } from '../../src/base/clock.ts'
import { watchLateness } from '../../src/base/lateness.ts'
import { Timeline } from '../../src/world/timeline.ts'
import { writeAddress, readAddress } from './address.ts'
import type { App } from './app.ts'
import { runFrames, type Frames } from './frames.ts'
import { Keeper } from './keeper.svelte.ts'
import { Layout } from './layout.svelte.ts'
import { Player } from './player.svelte.ts'
import { Selection } from './selection.svelte.ts'
import type { OpenSession } from './session.ts'
import { followAddress } from './follow.svelte.ts'
import { Theme } from './theme.svelte.ts'

/** Makes the state, starts the session and the frames. Lives as long as the page. */
export function createApp(open: OpenSession): App {
  const address = readAddress(location.search)
  const player = new Player(new Timeline())
  let heardAt = Date.now()
  let frames: Frames | undefined
  const keeper = new Keeper({
    open,
    began(session) {
      player.own = session.own
      player.follows = session.tier !== 'replay'
    },
    hear(batch) {
      heardAt = Date.now()
      player.hear(batch, heardAt)
      frames?.wake()
      // A recording begins at its beginning.
      if (!player.follows) player.rewind()
    },
  })
  const app: App = {
    keeper,
    player,
    selection: new Selection(address),
    layout: new Layout(address.views),
    theme: new Theme(),
  }
  followAddress(app, (next) => {
    const query = writeAddress(location.search, next)
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`)
  })
  const lateness = watchLateness(realClock)
  frames = untrack(() =>
    runFrames({
      draw() {
        untrack(() => {
          player.tick(Date.now())
        })
      },
      pace: () => ({
        watching: untrack(() => player.mode === 'playing' || player.stretch > 1.05),
        quietMs: Date.now() - heardAt,
        patience: lateness.patience(),
      }),
    }),
  )
  window.addEventListener('pagehide', () => void keeper.stop())
  void keeper.start()
  return app
}
