// One more DHT node of a room, run in the relay's process: a peer like those in tabs, without a page.

import type { PrivateKey } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Clock } from '../src/base/clock.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import type { KeyPool } from '../src/kad/key-pool.ts'
import { createDhtPeer } from '../src/peer/create-peer.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { createTeller } from '../src/peer/teller.ts'
import { observeRoom } from '../src/room/observe.ts'
import { linkRelay, type RelayLink } from '../src/room/relay-link.ts'
import { topicOfRoom, type RoomRules } from '../src/room/settings.ts'
import type { InProcess } from './in-process.ts'
import { startNodeHost } from './node-host.ts'

/** A relay as a node finds it. */
export interface RelayTarget {
  /** Its web address, for the diagnosis. */
  url: string
  /** Its addresses, asked for before each attempt. */
  discover: (signal: AbortSignal) => Promise<readonly Multiaddr[]>
}

/** What a node is started with. */
export interface NodePeerInit {
  privateKey: PrivateKey
  rules: RoomRules
  relays: readonly RelayTarget[]
  inProcess: InProcess
  clock: Clock
  /** Keys to look up when joining, shared by all nodes. */
  keys: KeyPool
  patience: () => number
  /** How many other peers tell the room what they do. */
  others: () => number
}

/** A node that runs. */
export interface NodePeer extends DhtPeer {
  /** Tells the room the whole state, as when somebody has come who knows nothing yet. */
  describe(): void
}

/** Starts a node; it joins by itself. */
export async function startNodePeer(init: NodePeerInit): Promise<NodePeer> {
  const { clock, rules } = init
  const links: RelayLink[] = []
  const host = await startNodeHost({
    ...init,
    relays: () => links.flatMap((link) => link.address() ?? []),
  })
  const own = host.components.peerId.toString() as PeerName
  const teller = createTeller({ peer: own, source: 'room', clock })
  const peer = await createDhtPeer({
    components: host.components,
    rules,
    agent: 'node',
    source: 'room',
    bootstraps: () => links.flatMap((link) => link.relay() ?? []),
    teller,
    clock,
    keys: init.keys,
    patience: init.patience,
  })
  const describe = (): void => {
    teller.tell(peer.describe())
  }
  const observer = observeRoom({
    gossip: host.gossip,
    topic: topicOfRoom(rules.room),
    own,
    clock,
    random: Math.random,
    describe,
    hears: 'never',
    others: init.others,
    onEnvelopes: () => undefined,
  })
  teller.onEnvelope((envelope) => observer.tell(envelope))
  for (const relay of init.relays) {
    links.push(
      linkRelay({
        components: host.components,
        url: relay.url,
        clock,
        tell: (event) => {
          teller.tell(event)
        },
        patience: init.patience,
        discover: relay.discover,
        advance: (stage) => peer.advance(stage),
        onReserved: () => host.announce(),
      }),
    )
  }
  return {
    ...peer,
    describe,
    async stop() {
      for (const link of links) link.stop()
      const stopped = peer.stop()
      observer.stop()
      await stopped
      await host.stop()
    },
  }
}
