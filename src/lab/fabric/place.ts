// A place on the fabric: what belongs to one peer, and what `src/peer` is given of it.

import type { Connection, Libp2pEvents, PeerId, PeerStore } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { TypedEventEmitter } from 'main-event'
import type { PeerName } from '../../kad/kad-id.ts'
import type { OpenStream } from '../../peer/kad-messages.ts'
import type { Registry } from './registry.ts'
import type { VirtualStream } from '../../peer/virtual-stream.ts'

/** A place on the fabric for one peer, as its owner sees it. */
export interface VirtualHost {
  readonly name: PeerName
  /** What `kadDHT()` and the rest of `src/peer` need. */
  readonly components: KadDHTComponents
  /** Opens a stream for a message: where there is a wire, at once and without a signal. */
  readonly openStream: OpenStream
  /** Leaves: all wires close at both ends. */
  leave(): void
}

/** A place as the fabric sees it. */
export interface Place {
  readonly name: PeerName
  readonly peerId: PeerId
  readonly address: Multiaddr
  readonly registry: Registry
  readonly peerStore: PeerStore
  readonly events: TypedEventEmitter<Libp2pEvents>
  /** Its ends of wires, by the name of the peer at the other end. */
  readonly wires: Map<PeerName, End>
}

/** One end of a wire. */
export interface End {
  readonly connection: Connection
  readonly other: Place
  readonly streams: Set<VirtualStream>
  close(): void
}
