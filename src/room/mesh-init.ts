// What the mesh and its upgrades are made with.

import type { ConnectionManager, TransportManager } from '@libp2p/interface-internal'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Clock } from '../base/clock.ts'
import type { Turns } from './turns.ts'

/** What the mesh of one host works with. */
export interface MeshInit {
  readonly components: Pick<KadDHTComponents, 'peerId' | 'peerStore' | 'events'> & {
    readonly connectionManager: ConnectionManager
    readonly transportManager: TransportManager
  }
  readonly clock: Clock
  /** Addresses of the relays that this peer is connected to, each ending in `/p2p/<relay>`. */
  readonly relays: () => readonly Multiaddr[]
  /** Whether this peer can speak WebRTC. */
  readonly direct: boolean
  /**
   * How busy this machine is, see base/lateness.ts.
   * @default 1, not at all
   */
  readonly patience?: () => number
  /** Whose turn it is to make a wire. */
  readonly turns: Turns
}
