// What the page can do to a Lab; controls are built on this.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { LabFault, Reach } from '../../src/lab/faults.ts'
import type { Recall } from '../../src/lab/recall.ts'
import type { Churn, Scenario } from '../../src/lab/scenario.ts'
import type { PeerSnapshot } from '../../src/peer/dht-peer.ts'
import type { Session } from '../state/session.ts'
import type { LabDiedError } from './lab-link.ts'
import type { LabStatus } from './lab-protocol.ts'
import type { RemotePeer } from './remote-peer.ts'

/** The controls of a Lab. All reject with a LabDiedError once its worker has died. */
export interface LabControls {
  readonly scenario: Scenario
  /** As of the last batch; undefined before the first. */
  status(): LabStatus | undefined
  /** Adds peers, which join in a burst. Rejects with TooManyPeersError beyond 1,000. */
  add(count: number): Promise<PeerName[]>
  /** Takes peers away without a word. */
  crash(peers: readonly PeerName[]): Promise<LabFault>
  leave(peers: readonly PeerName[]): Promise<void>
  /** Cuts the network; peers of no side stay together with each other. */
  partition(sides: readonly (readonly PeerName[])[]): Promise<LabFault>
  /** `ms` milliseconds more for every message from and to each of the peers, each way. */
  slow(peers: readonly PeerName[], ms: number, reach?: Reach): Promise<LabFault>
  /** Loses this share, 0 to 1, of the messages from and to each of the peers. */
  lose(peers: readonly PeerName[], share: number, reach?: Reach): Promise<LabFault>
  /** Nobody reaches these peers; or, between them, they do not reach each other. */
  block(peers: readonly PeerName[], reach?: Reach): Promise<LabFault>
  /** Takes one fault back. */
  clear(fault: string): Promise<void>
  /** Takes all faults back that can be. */
  heal(): Promise<void>
  /** Sessions end and others begin; undefined ends that. */
  churn(churn: Churn | undefined): Promise<void>
  /** How fast the Lab's time passes: 0.1 to 100. */
  setRate(rate: number): Promise<void>
  /** How well a lookup of every peer does now, by brute force. */
  recall(): Promise<Recall>
  /** Any peer of the Lab, to put, get and look up with. */
  peer(name: PeerName): RemotePeer
  /** All peers that run, as they really are. */
  snapshots(): Promise<PeerSnapshot[]>
  /** The faults that are really in force. */
  faults(): Promise<LabFault[]>
  /** The attackers go; what they did stays done. */
  calm(): Promise<void>
  /** Hears how the Lab stands, with each batch. Returns what stops it. */
  onStatus(listener: (status: LabStatus) => void): () => void
  /** Hears that the Lab's worker has died by itself, at once where it has. Returns what stops it. */
  onDied(listener: (error: LabDiedError) => void): () => void
  /** Begins anew with the same scenario, in a new worker; resolves when it runs. */
  restart(): Promise<void>
}

/** Whether a session is that of a Lab. */
export function isLabSession(session: Session | undefined): session is LabSession {
  return session?.tier === 'lab' && 'lab' in session
}

/** A session of a Lab. */
export interface LabSession extends Session {
  readonly tier: 'lab'
  readonly lab: LabControls
}
