// The automation surface: `window.kadscope`, stable and documented in the README.

import { version } from '../package.json'
import { KadscopeError } from '../src/base/errors.ts'
import type { Envelope } from '../src/event/envelope.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import type { DhtPeer, PeerSnapshot } from '../src/peer/dht-peer.ts'
import type { Diagnosis } from '../src/room/diagnosis.ts'
import type { Timeline } from '../src/world/timeline.ts'
import { worldSnapshot } from '../src/world/selectors.ts'
import type { WorldSnapshot } from '../src/world/world-snapshot.ts'
import { fileAutomation, type FileAutomation } from './file-automation.ts'
import { labAutomation, type LabAutomation } from './lab/lab-automation.ts'
import { recordAutomation, type RecordAutomation } from './record-automation.ts'
import type { OpenSession, Session } from './state/session.ts'

/** What tests and scripts may use of the page. All results are plain JSON. */
export interface KadscopeAutomation extends RecordAutomation, FileAutomation, LabAutomation {
  readonly version: string
  /** Resolves when the tab's own peer has a contact in its table (Room), or the Lab is running. */
  readonly ready: Promise<void>
  /** @throws NotJoinedError until the peer runs */
  peerId(): PeerName
  /** @throws NotJoinedError until the peer runs */
  snapshot(): PeerSnapshot
  /** Peers, wires and records as this page knows them, now and not at the timeline's position. */
  world(): WorldSnapshot
  /** By another peer of this tab with `peer`. @throws InvalidKeyError, NoContactsError */
  closest(target: string, options?: { peer?: PeerName }): Promise<PeerName[]>
  /** Starts `count` more peers in this tab, each with an identity of its own; their peer ids. @throws TooManyPeersError */
  addPeers(count: number): Promise<PeerName[]>
  /** All peers of this tab as they really are, the own one first. */
  snapshots(): PeerSnapshot[]
  /** Addresses through which others can come in by this peer, for `?via=`; none while no relay is connected. */
  invitations(): string[]
  /** What was tried towards relays and peers, with cause and remedy. @throws NotJoinedError outside of a room */
  diagnose(): Diagnosis
  /** What the own peer told after `sinceSeq`, the latest `EVENTS_KEPT` of it. */
  events(sinceSeq?: number): Envelope[]
}

declare global {
  interface Window {
    kadscope: KadscopeAutomation
  }
}

/** The page's own peer does not run yet. */
export class NotJoinedError extends KadscopeError {
  override name = 'NotJoinedError'
  constructor() {
    super('This page has no peer of its own yet: await kadscope.ready first.')
  }
}

/** Envelopes of the own peer that are kept for `events`. */
const EVENTS_KEPT = 20_000

/** The automation surface, and the way to open a session that lets it see the session. */
export interface Automation {
  readonly surface: KadscopeAutomation
  readonly open: OpenSession
}

/** Makes the surface over `open` and the page's timeline. */
export function createAutomation(open: OpenSession, timeline: () => Timeline): Automation {
  const opened = Promise.withResolvers<Session>()
  let session: Session | undefined
  let events: Envelope[] = []

  function began(started: Session): void {
    session = started
    events = []
    started.peer?.onEnvelope((envelope) => {
      events.push(envelope)
      if (events.length > EVENTS_KEPT * 1.25) events = events.slice(-EVENTS_KEPT)
    })
    opened.resolve(started)
  }

  function peer(): DhtPeer {
    if (session?.peer === undefined) throw new NotJoinedError()
    return session.peer
  }

  const whenOpened = async (): Promise<DhtPeer> => {
    await opened.promise
    return peer()
  }

  return {
    async open(signal, onWaiting) {
      const started = await open(signal, onWaiting)
      began(started)
      return started
    },
    surface: {
      version,
      ready: opened.promise.then(({ peer: own }) => own?.ready),
      peerId: () => peer().peerId,
      snapshot: () => peer().snapshot(),
      world: () => worldSnapshot(timeline().head, session?.tier ?? 'room'),
      ...recordAutomation(whenOpened),
      ...labAutomation(() => session),
      ...fileAutomation(
        () => opened.promise,
        () => session,
      ),
      closest: async (target, { peer: name } = {}) => {
        const own = await whenOpened()
        const asker = session?.extra?.peers.find(({ peerId }) => peerId === name) ?? own
        return asker.closest(target)
      },
      async addPeers(count) {
        const { extra } = await opened.promise
        if (extra === undefined) throw new NotJoinedError()
        const added = await Promise.all(Array.from({ length: count }, () => extra.add()))
        return added.map(({ peerId }) => peerId)
      },
      snapshots: () => [peer(), ...(session?.extra?.peers ?? [])].map((each) => each.snapshot()),
      invitations: () => session?.invitations?.() ?? [],
      diagnose() {
        if (session?.diagnose === undefined) throw new NotJoinedError()
        return session.diagnose()
      },
      events: (sinceSeq = -1) => events.filter(({ seq }) => seq > sinceSeq),
    },
  }
}
