// Turns relayed wires into direct ones: who dials, how many at once, and when to try again.

import type { Connection, IdentifyResult, PeerId } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import type { Cancel } from '../base/clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { pathOf } from '../peer/wires.ts'
import type { DirectAttempt } from './diagnosis.ts'
import { createDirectLog, type RunningAttempt } from './direct-log.ts'
import type { MeshInit } from './mesh-init.ts'
import { dialsFirst, isDirect, SIGNALLING } from './wire-choice.ts'

/** How long a handshake may take, in milliseconds; patient, as an aborted one is begun again. */
const HANDSHAKE_MS = 20_000

/** When the peer that should dial has not, the other one does after this, in milliseconds. */
const GRACE_MS = 30_000

/**
 * Handshakes begin when no relayed wire has come up and nobody was asked anything for so long,
 * in milliseconds: in a burst of joins everybody first gets to know everybody, which takes a
 * tenth of the work, and lookups go before wires that do the same only faster.
 */
const CALM_MS = 400

/** And for so many times as long as first wires take: where those are slow, others are at them too. */
const CALM_REACHES = 2

/** However long the burst, they begin after this, in milliseconds. */
const MOST_CALM_MS = 15_000

/** Pauses before further attempts, in milliseconds; after the last the wire stays relayed. */
const RETRY_MS = [5_000, 15_000, 60_000, 300_000]

/**
 * Chrome allows 500 `RTCPeerConnection`s in the life of a tab; from here on its wires stay
 * relayed, and there is room for those that others begin.
 */
const MOST_CONNECTIONS = 400

/** Direct wires that come instead of relayed ones. */
export interface Upgrades {
  /** Whether a direct wire to `peer` may still come up. */
  mayBecomeDirect(peer: PeerId): boolean
  /** The latest attempt towards each peer. */
  attempts(): DirectAttempt[]
  /** `RTCPeerConnection`s that were made so far, by either side. */
  connectionsMade(): number
  stop(): void
}

interface Candidate {
  readonly peer: PeerId
  /** When it was first heard of, in milliseconds on the own clock. */
  readonly since: number
  attempts: number
  cancel: Cancel | undefined
  /** Its direct wire is there, or was: the next relayed one begins anew. */
  isDone: boolean
}

interface UpgradesInit extends MeshInit {
  best(peer: PeerId): Connection | undefined
  /** When the own peer last asked another for something, in milliseconds on the own clock. */
  usedAt(): number
  /** How long a first wire takes now, in milliseconds. */
  reachMs(): number
}

/** Begins to upgrade relayed wires to peers that speak WebRTC. */
export function createUpgrades(init: UpgradesInit): Upgrades {
  const { components, clock } = init
  const own = components.peerId.toString()
  const candidates = new Map<string, Candidate>()
  const queue: Candidate[] = []
  const log = createDirectLog(clock)
  /** Whether one waits for its turn. */
  let waiting = false
  let made = 0
  /** When the latest relayed wire came up, in milliseconds on the own clock. */
  let relayedAt = -Infinity
  let cancelCalm: Cancel | undefined
  const stopping = new AbortController()

  function onIdentify({ detail }: CustomEvent<IdentifyResult>): void {
    const { connection, protocols } = detail
    if (pathOf(connection) === 'relayed' && protocols.includes(SIGNALLING)) {
      consider(connection.remotePeer)
    }
  }

  /** There is a relayed wire to a peer that speaks WebRTC: sees to a direct one. */
  function consider(peer: PeerId): void {
    const name = peer.toString()
    // A page that is reloaded comes in over the relay before its old wire has gone.
    if (!init.direct || candidates.get(name)?.isDone === false) return
    const candidate: Candidate = {
      peer,
      since: clock.now(),
      attempts: 0,
      cancel: undefined,
      isDone: false,
    }
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
    const [candidate] = queue
    if (candidate === undefined || waiting || stopping.signal.aborted) return
    const calmMs = CALM_MS + CALM_REACHES * init.reachMs()
    const quietAt = Math.max(relayedAt, init.usedAt()) + calmMs
    const calmAt = Math.min(quietAt, candidate.since + MOST_CALM_MS)
    if (calmAt > clock.now()) {
      cancelCalm ??= clock.after(calmAt - clock.now(), () => {
        cancelCalm = undefined
        next()
      })
      return
    }
    queue.shift()
    waiting = true
    const begin = (): Promise<void> => {
      waiting = false
      next()
      return upgrade(candidate)
    }
    void init.turns.upgrades(begin, init.patience ?? (() => 1))
  }

  async function upgrade(candidate: Candidate): Promise<void> {
    const relayed = init.best(candidate.peer)
    // It may have left and come back while it waited for its turn.
    const isLatest = candidates.get(candidate.peer.toString()) === candidate
    if (relayed === undefined || !isLatest) return
    if (isDirect(relayed)) {
      candidate.isDone = true
      return
    }
    const circuit = relayed.remoteAddr.toString().replace(/\/p2p-circuit.*$/, '/p2p-circuit')
    const address = multiaddr(`${circuit}/webrtc/p2p/${candidate.peer.toString()}`)
    if (made >= MOST_CONNECTIONS) return
    made++
    const attempt = log.begin(candidate.peer.toString() as PeerName)
    const timeout = new AbortController()
    const cancel = clock.after(HANDSHAKE_MS, () => {
      timeout.abort(new DOMException('The WebRTC handshake took too long.', 'TimeoutError'))
    })
    try {
      const signal = AbortSignal.any([timeout.signal, stopping.signal])
      const onProgress = (event: Parameters<RunningAttempt['progress']>[0]): void => {
        attempt.progress(event)
      }
      await components.transportManager.dial(address, { signal, onProgress })
      attempt.succeeded()
      candidate.isDone = true
    } catch (error) {
      attempt.failed(error)
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

  function onOpen({ detail: connection }: CustomEvent<Connection>): void {
    if (pathOf(connection) === 'relayed') relayedAt = clock.now()
    if (connection.direction === 'inbound' && pathOf(connection) === 'webrtc') made++
  }

  /** The direct wire has gone: was it that of a page that is no more, its new one is relayed. */
  function onClose({ detail: connection }: CustomEvent<Connection>): void {
    if (pathOf(connection) !== 'webrtc') return
    const left = init.best(connection.remotePeer)
    if (left !== undefined && !isDirect(left)) consider(connection.remotePeer)
  }

  components.events.addEventListener('peer:identify', onIdentify)
  components.events.addEventListener('peer:disconnect', onDisconnect)
  components.events.addEventListener('connection:open', onOpen)
  components.events.addEventListener('connection:close', onClose)

  return {
    attempts: () => log.list(),
    connectionsMade: () => made,
    mayBecomeDirect(peer) {
      return candidates.get(peer.toString())?.attempts === 0
    },
    stop() {
      stopping.abort()
      cancelCalm?.()
      for (const { cancel } of candidates.values()) cancel?.()
      components.events.removeEventListener('peer:identify', onIdentify)
      components.events.removeEventListener('peer:disconnect', onDisconnect)
      components.events.removeEventListener('connection:open', onOpen)
      components.events.removeEventListener('connection:close', onClose)
    },
  }
}
