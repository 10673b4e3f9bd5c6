// Puts the page's state together and keeps it going: frames, the address, and the session.

import { untrack } from 'svelte'
import { realClock } from '../../src/base/clock.ts'
import { watchLateness } from '../../src/base/lateness.ts'
import { Timeline } from '../../src/world/timeline.ts'
import { writeAddress, readAddress } from './address.ts'
import type { App } from './app.ts'
import { Keeper } from './keeper.svelte.ts'
import { Layout } from './layout.svelte.ts'
import { frameInterval } from './pace.ts'
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
  const keeper = new Keeper({
    open,
    began(session) {
      player.own = session.own
      player.follows = session.tier !== 'replay'
    },
    hear(batch) {
      heardAt = Date.now()
      player.hear(batch, heardAt)
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
  const drawNext = (): void => {
    const quietMs = Date.now() - heardAt
    const watching = player.mode === 'playing' || player.stretch > 1.05
    const wait = frameInterval({ watching, quietMs, patience: lateness.patience() })
    // A frame that is asked for is made, even if nothing is drawn: so it is asked for when due.
    if (wait === 0) requestAnimationFrame(draw)
    else setTimeout(() => requestAnimationFrame(draw), wait)
  }
  const draw = (): void => {
    untrack(() => {
      player.tick(Date.now())
      drawNext()
    })
  }
  untrack(drawNext)
  window.addEventListener('pagehide', () => void keeper.stop())
  void keeper.start()
  return app
}
