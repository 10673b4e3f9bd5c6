// Keeps the latest attempt at a direct wire to each peer: how far it came, and with which addresses.

import type { Clock } from '../base/clock.ts'
import { describeError } from '../base/errors.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { CandidateKind, DirectAttempt, DirectStep } from './diagnosis.ts'

/** Progress of a dial as @libp2p/webrtc tells it, by the step that has then begun. */
const STEPS: Readonly<Record<string, DirectStep>> = {
  'webrtc:open-signaling-stream': 'signalling',
  'webrtc:send-sdp-offer': 'offer',
  'webrtc:read-sdp-answer': 'answer',
  'webrtc:read-ice-candidates': 'candidates',
  'webrtc:close-signaling-stream': 'connected',
}

/** Peers whose attempts are kept. */
const KEPT = 500

/** An attempt that is under way. */
export interface RunningAttempt {
  /** For the dial's `onProgress`. */
  progress(event: { readonly type: string; readonly detail?: unknown }): void
  succeeded(): void
  failed(error: unknown): void
}

/** The attempts at direct wires. */
export interface DirectLog {
  begin(peer: PeerName): RunningAttempt
  list(): DirectAttempt[]
}

/** Makes an empty log. */
export function createDirectLog(clock: Clock): DirectLog {
  const latest = new Map<PeerName, DirectAttempt>()
  return {
    begin(peer) {
      const at = clock.now()
      let attempt: DirectAttempt = {
        peer,
        at,
        ms: undefined,
        step: 'signalling',
        candidates: { host: 0, mdns: 0, srflx: 0, relay: 0 },
        error: undefined,
        attempts: (latest.get(peer)?.attempts ?? 0) + 1,
      }
      const set = (change: Partial<DirectAttempt>): void => {
        attempt = { ...attempt, ...change }
        latest.set(peer, attempt)
      }
      latest.delete(peer)
      set({})
      const [oldest] = latest.keys()
      if (latest.size > KEPT && oldest !== undefined) latest.delete(oldest)
      return {
        progress({ type, detail }) {
          const step = STEPS[type]
          if (step !== undefined) set({ step })
          if (type !== 'webrtc:add-ice-candidate') return
          const kind = kindOf(detail)
          if (kind === undefined) return
          const { candidates } = attempt
          set({ candidates: { ...candidates, [kind]: candidates[kind] + 1 } })
        },
        succeeded() {
          set({ step: 'connected', ms: clock.now() - at })
        },
        failed(error) {
          set({ error: describeError(error).name, ms: clock.now() - at })
        },
      }
    },
    list: () => [...latest.values()],
  }
}

/** The kind of an ICE candidate, from its text: `candidate:… typ host …` (RFC 8839, 5.1). */
function kindOf(candidate: unknown): CandidateKind | undefined {
  if (typeof candidate !== 'string') return undefined
  const type = /\btyp (host|srflx|prflx|relay)\b/.exec(candidate)?.[1]
  if (type === 'host') return candidate.includes('.local ') ? 'mdns' : 'host'
  if (type === 'srflx' || type === 'prflx') return 'srflx'
  return type === 'relay' ? 'relay' : undefined
}
