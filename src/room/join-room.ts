// Joins a room from a browser tab: settings, host, DHT peer, relays and observation, put together.

import type { PrivateKey } from '@libp2p/interface'
import { delay, realClock, type Clock } from '../base/clock.ts'
import { describeError, type KadscopeError } from '../base/errors.ts'
import { watchLateness } from '../base/lateness.ts'
import { realRandom } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import { ReorderBuffer } from '../event/reorder.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { createDhtPeer, type HostedPeer } from '../peer/create-peer.ts'
import type { DhtPeer } from '../peer/dht-peer.ts'
import { createTeller } from '../peer/teller.ts'
import { hasWebRtc, startBrowserHost } from './browser-host.ts'
import { diagnose, type Diagnosis } from './diagnosis.ts'
import { addressesOf, fetchSettings, type Bootstrap, type Invitation } from './find-room.ts'
import { freeInitChannels } from './init-channel.ts'
import { observeRoom } from './observe.ts'
import { linkRelay, type RelayLink } from './relay-link.ts'
import { topicOfRoom, type RoomSettings } from './settings.ts'

/** How long an envelope waits for earlier ones of other peers, in milliseconds. */
const REORDER_MS = 600

/** How often envelopes are handed out, in milliseconds. */
const HAND_OUT_MS = 50

/** The first and the longest pause between questions for settings, in milliseconds. */
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 5_000

/** No relay has answered yet; it is asked again by itself. */
export interface WaitingForRelay {
  readonly error: { readonly name: string; readonly message: string }
  /** Until the next attempt, in milliseconds. */
  readonly retryMs: number
}

export interface JoinRoomInit {
  readonly privateKey: PrivateKey
  /** Relays, at least one; the first that answers gives the settings, all are joined. */
  readonly bootstraps: readonly Bootstrap[]
  /** Peers that are already in, to begin with; their relays are joined too. @default none */
  readonly invitations?: readonly Invitation[]
  /** @default the relay's own default room */
  readonly room?: string | undefined
  readonly iceServers?: RTCIceServer[]
  readonly clock?: Clock
  /** Ends the waiting for a relay. */
  readonly signal?: AbortSignal
  readonly onWaiting?: (waiting: WaitingForRelay) => void
}

/** A peer in a room, and what it hears of the others. */
export interface RoomSession {
  readonly own: PeerName
  readonly settings: RoomSettings
  readonly peer: DhtPeer
  /** The own addresses through each relay, for others to come in by; see `parseInvitation`. */
  invitations(): string[]
  /** What was tried towards relays and peers, and what it means. */
  diagnose(): Diagnosis
  /** The network may have changed (online again, awake again): checks the relays at once. */
  nudge(): void
  /** Hears the own envelopes, the earlier ones too for the first listener, and those
   * that others told, in the order of their times. */
  onEnvelopes(listener: (envelopes: readonly Envelope[]) => void): () => void
  stop(): Promise<void>
}

/**
 * Joins a room. Resolves when the own peer runs, which is before it is ready; waits for a
 * relay as long as it takes.
 *
 * @throws the signal's reason when it aborts
 */
export async function joinRoom(init: JoinRoomInit): Promise<RoomSession> {
  const { clock = realClock } = init
  if (typeof RTCPeerConnection === 'function') freeInitChannelsOnce()
  const settings = await untilAnswered(init, clock)

  const lateness = watchLateness(clock)
  const links: RelayLink[] = []
  const invited = (init.invitations ?? []).map(({ peer }) => peer)
  const host = await startBrowserHost({
    privateKey: init.privateKey,
    clock,
    patience: () => lateness.patience(),
    relays: () => links.flatMap((link) => link.address() ?? []),
    ...(init.iceServers === undefined ? {} : { iceServers: init.iceServers }),
  })
  const own = host.components.peerId.toString() as PeerName
  const teller = createTeller({ peer: own, source: 'room', clock })
  const listeners = new Set<(envelopes: readonly Envelope[]) => void>()
  const buffer = new ReorderBuffer(REORDER_MS)
  /** What was to be handed out before anybody listened. */
  let backlog: Envelope[] = []
  let running = true
  teller.onEnvelope((envelope) => {
    buffer.push([envelope], clock.now())
  })

  const handOut = (): void => {
    if (!running) return
    const batch = buffer.release(clock.now())
    if (listeners.size === 0) backlog.push(...batch)
    else if (batch.length > 0) for (const listener of listeners) listener(batch)
    clock.after(HAND_OUT_MS, handOut)
  }
  handOut()

  const peer: HostedPeer = await createDhtPeer({
    components: host.components,
    rules: settings,
    agent: 'tab',
    source: 'room',
    bootstraps: () => [...links.flatMap((link) => link.relay() ?? []), ...invited],
    teller,
    patience: () => lateness.patience(),
    clock,
  })
  const observer = observeRoom({
    gossip: host.gossip,
    topic: topicOfRoom(settings.room),
    own,
    clock,
    random: () => realRandom.next(),
    describe() {
      teller.tell(peer.describe())
    },
    onEnvelopes(envelopes) {
      buffer.push(envelopes, clock.now())
      // A relay notices at once that a tab was closed; a WebRTC wire takes seconds.
      for (const { peer: by, event } of envelopes) {
        const byRelay = links.some((link) => link.relay() === by)
        if (event.kind === 'connection.closed' && byRelay) peer.doubt(event.remote)
        if (event.kind === 'peer.stopped') peer.doubt(by)
      }
    },
  })
  teller.onEnvelope((envelope) => {
    observer.tell(envelope)
  })
  peer.onEnvelope(({ event }) => {
    if (event.kind === 'connection.opened' && event.path === 'webrtc') peer.advance('direct')
  })
  for (const bootstrap of relaysOf(init)) {
    links.push(
      linkRelay({
        components: host.components,
        url: bootstrap.url,
        clock,
        tell: (event) => {
          teller.tell(event)
        },
        discover: async (signal) =>
          addressesOf(bootstrap, await fetchSettings(bootstrap, settings.room, signal)),
        advance: (stage) => {
          peer.advance(stage)
        },
        onReserved() {
          host.announce()
          for (const name of invited) peer.meet(name)
        },
      }),
    )
  }

  return {
    own,
    settings,
    peer,
    invitations: () =>
      links.flatMap((link) => {
        const address = link.address()
        return address === undefined ? [] : [`${address.toString()}/p2p-circuit/p2p/${own}`]
      }),
    diagnose: () =>
      diagnose({
        relays: links.map((link) => link.attempt()),
        direct: host.mesh.attempts(),
        wires: peer.snapshot().connections,
        webRtc: hasWebRtc(),
        connectionsMade: host.mesh.connectionsMade(),
      }),
    nudge() {
      for (const link of links) link.nudge()
    },
    onEnvelopes(listener) {
      listeners.add(listener)
      if (backlog.length > 0) listener(backlog)
      backlog = []
      return () => {
        listeners.delete(listener)
      }
    },
    async stop() {
      running = false
      lateness.stop()
      for (const link of links) link.stop()
      const stopped = peer.stop()
      observer.stop()
      await stopped
      await host.stop()
    },
  }
}

let freed = false

function freeInitChannelsOnce(): void {
  if (freed) return
  freed = true
  freeInitChannels(RTCPeerConnection.prototype)
}

/** The relays to join, those of invitations too, each once. */
function relaysOf({ bootstraps, invitations = [] }: JoinRoomInit): Bootstrap[] {
  const all = [...bootstraps, ...invitations.map(({ bootstrap }) => bootstrap)]
  return [...new Map(all.map((bootstrap) => [bootstrap.url, bootstrap])).values()]
}

/** Asks all bootstraps in turn until one answers. */
async function untilAnswered(init: JoinRoomInit, clock: Clock): Promise<RoomSettings> {
  const signal = init.signal ?? new AbortController().signal
  for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
    let failure: KadscopeError | undefined
    for (const bootstrap of relaysOf(init)) {
      try {
        return await fetchSettings(bootstrap, init.room, signal)
      } catch (error) {
        signal.throwIfAborted()
        failure ??= error as KadscopeError
      }
    }
    init.onWaiting?.({ error: describeError(failure), retryMs: pause })
    await delay(clock, pause, signal)
  }
}
