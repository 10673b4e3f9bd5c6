// Fills a room with DHT nodes in the relay's own process (`--peers`).

import { createHash } from 'node:crypto'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { GossipSub } from '@libp2p/gossipsub'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import type { Cancel, Clock } from '../src/base/clock.ts'
import { watchLateness } from '../src/base/lateness.ts'
import { realRandom } from '../src/base/random.ts'
import { createKeyPool } from '../src/kad/key-pool.ts'
import { addressesOf, fetchSettings, type Bootstrap } from '../src/room/find-room.ts'
import { topicOfRoom, type RoomRules } from '../src/room/settings.ts'
import type { InProcess } from './in-process.ts'
import { startNodePeer, type NodePeer, type RelayTarget } from './node-peer.ts'

/** What a swarm is started with. */
export interface SwarmInit {
  /** How many nodes. */
  count: number
  rules: RoomRules
  inProcess: InProcess
  /** The relay of this process. */
  relay: {
    privateKey: Ed25519PrivateKey
    /** Any of its addresses, ending in `/p2p/<relay>`. */
    address: string
    gossip: GossipSub
  }
  /** Relays elsewhere that the nodes join as well, so that their tabs reach them. */
  join: readonly Bootstrap[]
  clock: Clock
}

/** Nodes that run. */
export interface Swarm {
  readonly peers: readonly NodePeer[]
  stop(): Promise<void>
}

/** Within so many milliseconds a node after a newcomer all have told it their state. */
const GREET_MS_PER_NODE = 40

/**
 * Starts the nodes one after the other; resolves when all run, which is a little before all
 * have joined. Their identities follow from the relay's, so that they outlive a restart with it.
 */
export async function startSwarm(init: SwarmInit): Promise<Swarm> {
  const { count, relay, clock } = init
  const lateness = watchLateness(clock)
  const keys = createKeyPool(realRandom)
  const relays = [ownRelay(init), ...init.join.map((target) => relayElsewhere(target, init.rules))]
  const topic = topicOfRoom(init.rules.room)
  const peers: NodePeer[] = []
  for (let index = 0; index < count; index += 1) {
    peers.push(
      await startNodePeer({
        ...init,
        privateKey: await keyOfNode(relay.privateKey, index),
        relays,
        keys,
        patience: () => lateness.patience(),
        others: () => count + relay.gossip.getSubscribers(topic).length,
      }),
    )
  }
  const stopGreeting = greetNewcomers(init, topic, peers)
  return {
    peers,
    async stop() {
      stopGreeting()
      lateness.stop()
      await Promise.all(peers.map((peer) => peer.stop()))
    },
  }
}

/** Nodes hear nothing of the room: when the relay hears of a newcomer, each tells its state once. */
function greetNewcomers({ relay, clock }: SwarmInit, topic: string, peers: NodePeer[]): Cancel {
  const due = new Map<NodePeer, Cancel>()
  const onSubscription = ({ detail }: CustomEvent<{ subscriptions: Subscription[] }>): void => {
    if (!detail.subscriptions.some((one) => one.topic === topic && one.subscribe)) return
    peers.forEach((peer, index) => {
      if (due.has(peer)) return
      const greet = (): void => {
        due.delete(peer)
        peer.describe()
      }
      due.set(peer, clock.after((index + 1) * GREET_MS_PER_NODE, greet))
    })
  }
  relay.gossip.addEventListener('subscription-change', onSubscription)
  return () => {
    relay.gossip.removeEventListener('subscription-change', onSubscription)
    for (const cancel of due.values()) cancel()
  }
}

interface Subscription {
  topic: string
  subscribe: boolean
}

function ownRelay({ relay }: SwarmInit): RelayTarget {
  const addresses = [multiaddr(relay.address)]
  return { url: relay.address, discover: () => Promise.resolve(addresses) }
}

function relayElsewhere(target: Bootstrap, { room }: RoomRules): RelayTarget {
  return {
    url: target.url,
    discover: async (signal) => addressesOf(target, await fetchSettings(target, room, signal)),
  }
}

/** The key of the node with this number, from 0, made from the relay's. */
export async function keyOfNode(
  relay: Ed25519PrivateKey,
  index: number,
): Promise<Ed25519PrivateKey> {
  const seed = createHash('sha256').update(relay.raw).update(`kadscope node ${index}`).digest()
  return generateKeyPairFromSeed('Ed25519', new Uint8Array(seed))
}
