// Which session the address asks for, and the code of it, loaded only then.

import type { OpenSession } from './session.ts'

/** Opens what the address says: a room unless it says otherwise. */
export const openSession: OpenSession = async (signal, onWaiting) => {
  const query = new URLSearchParams(location.search)
  if (import.meta.env.DEV && query.has('fixture')) {
    const { openModelSession } = await import('../fixtures/model-session.ts')
    return openModelSession(Number(query.get('fixture')) || 16)
  }
  const { openRoomSession } = await import('./room-session.ts')
  return openRoomSession(query, signal, onWaiting)
}
