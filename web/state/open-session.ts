// Which session the address asks for, and the code of it, loaded only then.

import { asksForLab, startLabWorker } from '../lab/start-lab-worker.ts'
import type { OpenSession } from './session.ts'

/** Opens what the address says: a room unless it asks for a Lab. */
export const openSession: OpenSession = async (signal, onWaiting) => {
  const query = new URLSearchParams(location.search)
  if (import.meta.env.DEV && query.has('fixture')) {
    const { openModelSession } = await import('../fixtures/model-session.ts')
    return openModelSession(Number(query.get('fixture')) || 16)
  }
  const trace = query.get('trace')
  if (trace !== null) {
    const { openReplaySession } = await import('./replay-session.ts')
    return openReplaySession(trace, signal)
  }
  if (asksForLab(query)) {
    // Begun before the code that speaks to it has come.
    const worker = startLabWorker()
    const { openLabSession } = await import('../lab/lab-session.ts')
    return openLabSession(query, worker)
  }
  const { openRoomSession } = await import('./room-session.ts')
  return openRoomSession(query, signal, onWaiting)
}
