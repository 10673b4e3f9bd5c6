// Joins a room, from a tab or in Node: settings, host, DHT peer, relays and observation, put together.

import type { PrivateKey } from '@libp2p/interface'
import { realClock, type Clock } from '../base/clock.ts'
import { watchLateness } from '../base/lateness.ts'
import { realRandom } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import { ReorderBuffer } from '../event/reorder.ts'
import type { Agent, Mode } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { createDhtPeer } from '../peer/create-peer.ts'
import type { HostedPeer } from '../peer/hosted-peer.ts'
import type { DhtPeer } from '../peer/dht-peer.ts'
import type { Files } from '../peer/files/files.ts'
import { createTeller } from '../peer/teller.ts'
import { diagnose, type Diagnosis } from './diagnosis.ts'
import { addressesOf, fetchSettings, type Bootstrap } from './find-room.ts'
import type { StartHost } from './host.ts'
import { observeRoom, type Hears } from './observe.ts'
import { linkRelay, type RelayLink } from './relay-link.ts'
import { topicOfRoom, type RoomSettings } from './settings.ts'
import { relaysOf, untilAnswered, type Answer, type RoomChoice } from './until-answered.ts'

/** How long an envelope waits for earlier ones of other peers, in milliseconds. */
const REORDER_MS = 600

/** Envelopes are handed out no more often, in milliseconds. */
const HAND_OUT_MS = 50

export interface JoinRoomInit extends RoomChoice {
  readonly privateKey: PrivateKey
  /** Makes the host: a tab and Node each have their own. */
  readonly startHost: StartHost
  /** What it says it is. @default tab */
  readonly agent?: Agent
  /** A client asks and never serves. @default server */
  readonly mode?: Mode
  /** When to hear what others tell. @default 'at once' */
  readonly hears?: Hears
  readonly clock?: Clock
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
  /** Sharing files; its code is loaded when it is first asked for. */
  files(): Promise<Files>
  /** The network may have changed (online again, awake again): checks the relays at once. */
  nudge(): void
  /** Begins to hear what others tell, where `hears` was 'later'. */
  hear(): void
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
  const answer = await untilAnswered(init, clock)
  const { settings } = answer
  /** Taken once: a relay that has to be looked for again may have moved. */
  let fresh: Answer | undefined = answer

  const lateness = watchLateness(clock)
  const links: RelayLink[] = []
  const invited = (init.invitations ?? []).map(({ peer }) => peer)
  const host = await init.startHost({
    privateKey: init.privateKey,
    clock,
    patience: () => lateness.patience(),
    relays: () => links.flatMap((link) => link.address() ?? []),
  })
  const own = host.components.peerId.toString() as PeerName
  const teller = createTeller({ peer: own, source: 'room', clock })
  const listeners = new Set<(envelopes: readonly Envelope[]) => void>()
  const buffer = new ReorderBuffer(REORDER_MS)
  /** What was to be handed out before anybody listened. */
  let backlog: Envelope[] = []
  let running = true
  /** Whether it is known when the next are handed out. */
  let planned = false
  const take = (envelopes: readonly Envelope[]): void => {
    buffer.push(envelopes, clock.now())
    handOutLater()
  }
  const handOutLater = (): void => {
    if (planned || !running || buffer.size === 0) return
    planned = true
    clock.after(Math.max(HAND_OUT_MS, buffer.dueAt - clock.now()), handOut)
  }
  const handOut = (): void => {
    planned = false
    if (!running) return
    const batch = buffer.release(clock.now())
    if (listeners.size === 0) backlog.push(...batch)
    else if (batch.length > 0) for (const listener of listeners) listener(batch)
    handOutLater()
  }
  teller.onEnvelope((envelope) => {
    take([envelope])
  })

  const peer: HostedPeer = await createDhtPeer({
    components: host.components,
    rules: settings,
    agent: init.agent ?? 'tab',
    mode: init.mode ?? 'server',
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
    patience: () => lateness.patience(),
    hears: init.hears ?? 'at once',
    // Of those with several peers in one tab only one hears, and all of them tell.
    others: () => host.components.connectionManager.getConnections().length,
    describe() {
      teller.tell(peer.describe())
    },
    onEnvelopes(envelopes) {
      take(envelopes)
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
  const settingsOf = async (bootstrap: Bootstrap, signal: AbortSignal): Promise<RoomSettings> => {
    if (fresh?.bootstrap.url !== bootstrap.url) {
      return fetchSettings(bootstrap, settings.room, signal)
    }
    fresh = undefined
    return settings
  }
  for (const bootstrap of relaysOf(init)) {
    links.push(
      linkRelay({
        components: host.components,
        url: bootstrap.url,
        clock,
        patience: () => lateness.patience(),
        tell: (event) => {
          teller.tell(event)
        },
        discover: async (signal) => addressesOf(bootstrap, await settingsOf(bootstrap, signal)),
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

  let files: Promise<Files> | undefined
  const openFiles = async (): Promise<Files> => {
    const { createFiles } = await import('../peer/files/files.ts')
    return createFiles({
      own,
      components: host.components,
      records: peer.providers,
      clock,
      tell: (event) => {
        teller.tell(event)
      },
      republishMs: settings.republishMs,
      patience: () => lateness.patience(),
    })
  }

  return {
    own,
    settings,
    peer,
    files: () => (files ??= openFiles()),
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
        webRtc: host.webRtc,
        connectionsMade: host.mesh.connectionsMade(),
      }),
    nudge() {
      for (const link of links) link.nudge()
    },
    hear() {
      observer.hear()
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
      await (await files)?.stop()
      const stopped = peer.stop()
      observer.stop()
      await stopped
      await host.stop()
    },
  }
}
