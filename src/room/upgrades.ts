// Turns relayed wires into direct ones: who dials, how many at once, and when to try again.

import type { Connection, IdentifyResult, PeerId } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import type { Cancel } from '../base/clock.ts'
import { pathOf } from '../peer/wires.ts'
import type { MeshInit } from './mesh-init.ts'
import { dialsFirst, isDirect, SIGNALLING } from './wire-choice.ts'

/** WebRTC handshakes under way at once: they cost processor time, and none is thrown away half done. */
const AT_ONCE = 4

/** How long a handshake may take, in milliseconds; patient, as an aborted one is begun again. */
const HANDSHAKE_MS = 20_000

/** When the peer that should dial has not, the other one does after this, in milliseconds. */
const GRACE_MS = 8_000

/** Pauses before further attempts, in milliseconds; after the last the wire stays relayed. */
const RETRY_MS = [5_000, 15_000, 60_000, 300_000]

/** Direct wires that come instead of relayed ones. */
export interface Upgrades {
  /** Whether a direct wire to `peer` may still come up. */
  mayBecomeDirect(peer: PeerId): boolean
  stop(): void
}

interface Candidate {
  readonly peer: PeerId
  attempts: number
  cancel: Cancel | undefined
}

interface UpgradesInit extends MeshInit {
  best(peer: PeerId): Connection | undefined
}

/** Begins to upgrade relayed wires to peers that speak WebRTC. */
export function createUpgrades(init: UpgradesInit): Upgrades {
  const { components, clock } = init
  const own = components.peerId.toString()
  const candidates = new Map<string, Candidate>()
  const queue: Candidate[] = []
  let running = 0
  const stopping = new AbortController()

  function onIdentify({ detail }: CustomEvent<IdentifyResult>): void {
    const { connection, protocols } = detail
    if (!init.direct || pathOf(connection) !== 'relayed' || !protocols.includes(SIGNALLING)) return
    const name = connection.remotePeer.toString()
    if (candidates.has(name)) return
    const candidate: Candidate = { peer: connection.remotePeer, attempts: 0, cancel: undefined }
    candidates.set(name, candidate)
    if (dialsFirst(own, name)) enqueue(candidate)
    else
      candidate.cancel = clock.after(GRACE_MS, () => {
        enqueue(candidate)
      })
  }

  function onDisconnect({ detail: peer }: CustomEvent<PeerId>): void {
    const candidate = candidates.get(peer.toString())
    candidate?.cancel?.()
    candidates.delete(peer.toString())
  }

  function enqueue(candidate: Candidate): void {
    queue.push(candidate)
    next()
  }

  function next(): void {
    if (running >= AT_ONCE || stopping.signal.aborted) return
    const candidate = queue.shift()
    if (candidate === undefined) return
    running++
    void upgrade(candidate).finally(() => {
      running--
      next()
    })
    next()
  }

  async function upgrade(candidate: Candidate): Promise<void> {
    const relayed = init.best(candidate.peer)
    if (relayed === undefined || isDirect(relayed)) return
    const circuit = relayed.remoteAddr.toString().replace(/\/p2p-circuit.*$/, '/p2p-circuit')
    const address = multiaddr(`${circuit}/webrtc/p2p/${candidate.peer.toString()}`)
    const timeout = new AbortController()
    const cancel = clock.after(HANDSHAKE_MS, () => {
      timeout.abort(new DOMException('The WebRTC handshake took too long.', 'TimeoutError'))
    })
    try {
      const signal = AbortSignal.any([timeout.signal, stopping.signal])
      await components.transportManager.dial(address, { signal })
    } catch {
      retryLater(candidate)
    } finally {
      cancel()
    }
  }

  function retryLater(candidate: Candidate): void {
    const pause = RETRY_MS[candidate.attempts++]
    if (pause === undefined || candidates.get(candidate.peer.toString()) !== candidate) return
    candidate.cancel = clock.after(pause, () => {
      enqueue(candidate)
    })
  }

  components.events.addEventListener('peer:identify', onIdentify)
  components.events.addEventListener('peer:disconnect', onDisconnect)

  return {
    mayBecomeDirect(peer) {
      return candidates.get(peer.toString())?.attempts === 0
    },
    stop() {
      stopping.abort()
      for (const { cancel } of candidates.values()) cancel?.()
      components.events.removeEventListener('peer:identify', onIdentify)
      components.events.removeEventListener('peer:disconnect', onDisconnect)
    },
  }
}
