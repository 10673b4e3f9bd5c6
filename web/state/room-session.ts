// The session of a room: the tab's own peer on real wires, and what it hears of the others.

import { joinRoom } from '../../src/room/join-room.ts'
import { parseBootstrap } from '../../src/room/find-room.ts'
import { assertRoomName } from '../../src/room/settings.ts'
import { keepTime } from '../steady-timers.ts'
import { tabIdentity } from './tab-identity.ts'
import type { Notice, Session } from './session.ts'

/**
 * Joins the room that the address names, through the relays that it names, else through the one
 * that served the page.
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
  const bootstraps = (named.length === 0 ? [location.origin] : named).map(parseBootstrap)
  const joined = await joinRoom({
    privateKey: await tabIdentity(),
    bootstraps,
    room,
    signal,
    onWaiting({ error, retryMs }) {
      onWaiting({ text: error.message, retryAt: Date.now() + retryMs })
    },
  })
  return { ...joined, tier: 'room' }
}
