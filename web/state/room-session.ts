// The session of a room: the tab's own peer on real wires, and what it hears of the others.

import { realClock } from '../../src/base/clock.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import { startBrowserHost } from '../../src/room/browser-host.ts'
import type { HostInit } from '../../src/room/host.ts'
import { joinRoom } from '../../src/room/join-room.ts'
import type { WaitingForRelay } from '../../src/room/until-answered.ts'
import { parseBootstrap, parseInvitation } from '../../src/room/find-room.ts'
import { assertRoomName } from '../../src/room/settings.ts'
import { createTurns } from '../../src/room/turns.ts'
import { ExtraPeers } from './extra-peers.ts'
import { keepTime } from '../steady-timers.ts'
import { tabIdentity } from './tab-identity.ts'
import type { Notice, Session } from './session.ts'

/**
 * Joins the room that the address names, through the relays and invitations that it names, else
 * through the relay that served the page.
 *
 * @throws InvalidRoomNameError, InvalidBootstrapError
 */
export async function openRoomSession(
  query: URLSearchParams,
  signal: AbortSignal,
  onWaiting: (notice: Notice) => void,
): Promise<Session> {
  keepTime()
  const room = query.get('room') ?? undefined
  if (room !== undefined) assertRoomName(room)
  const named = query.getAll('bootstrap').flatMap((text) => text.split(','))
  const invitations = query.getAll('via').map(parseInvitation)
  // Who was invited need not know the relay that serves the page, which may be no relay at all.
  const own = invitations.length === 0 ? [location.origin] : []
  const bootstraps = (named.length === 0 ? own : named).map(parseBootstrap)
  const iceServers = query.getAll('ice').map((urls) => ({ urls }))
  // The tab's own peer and its further ones take turns.
  const turns = createTurns(realClock)
  const init = {
    startHost: (host: HostInit) => startBrowserHost({ ...host, iceServers, turns }),
    bootstraps,
    invitations,
    room,
    signal,
    onWaiting({ error, retryMs }: WaitingForRelay) {
      const noRelay = error.name === 'NoRelayError'
      onWaiting({ text: error.message, retryAt: Date.now() + retryMs, noRelay })
    },
  }
  const joined = await joinRoom({ ...init, privateKey: await tabIdentity(), hears: 'later' })
  const listeners = new Set<(batch: readonly Envelope[]) => void>()
  const extra = new ExtraPeers(init, (batch) => {
    for (const listener of listeners) listener(batch)
  })
  const stopNudging = nudgeOnChange(() => {
    joined.nudge()
  })
  return {
    ...joined,
    tier: 'room',
    extra,
    onEnvelopes(listener) {
      listeners.add(listener)
      const stopListening = joined.onEnvelopes(listener)
      return () => {
        listeners.delete(listener)
        stopListening()
      }
    },
    async stop() {
      stopNudging()
      await extra.stop()
      await joined.stop()
    },
  }
}

/** Calls back when the network may have changed: online again, shown again, awake again. */
function nudgeOnChange(nudge: () => void): () => void {
  const onShown = (): void => {
    if (document.visibilityState === 'visible') nudge()
  }
  window.addEventListener('online', nudge)
  window.addEventListener('pageshow', nudge)
  document.addEventListener('visibilitychange', onShown)
  return () => {
    window.removeEventListener('online', nudge)
    window.removeEventListener('pageshow', nudge)
    document.removeEventListener('visibilitychange', onShown)
  }
}
