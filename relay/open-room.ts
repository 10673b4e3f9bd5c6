// The relay's own DHT node in a room: a peer like any other, that also tells the room what it does.

import { realClock } from '../src/base/clock.ts'
import { watchLateness } from '../src/base/lateness.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { createDhtPeer } from '../src/peer/create-peer.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { createTeller } from '../src/peer/teller.ts'
import { observeRoom } from '../src/room/observe.ts'
import { topicOfRoom, type RoomRules } from '../src/room/settings.ts'
import type { Host } from './host.ts'

/** Starts the node on the relay's wires; `hear` gets all that it tells, from the first envelope on. */
export async function openRoom(
  host: Host,
  rules: RoomRules,
  hear: (envelope: Envelope) => void,
): Promise<DhtPeer> {
  const own = host.peerId
  const lateness = watchLateness(realClock)
  const teller = createTeller({ peer: own, source: 'room', clock: realClock })
  teller.onEnvelope(hear)
  const peer = await createDhtPeer({
    components: host.components,
    rules,
    agent: 'relay',
    source: 'room',
    teller,
    patience: () => lateness.patience(),
  })
  const observer = observeRoom({
    gossip: host.gossip,
    topic: topicOfRoom(rules.room),
    own,
    clock: realClock,
    random: Math.random,
    describe: () => teller.tell(peer.describe()),
    // The relay is the first to know that somebody left, and all wait for the dead until it says so.
    isUrgent: ({ kind }) => kind === 'connection.closed',
    // What the others tell is passed on by gossipsub itself; the relay draws nothing.
    onEnvelopes: () => undefined,
  })
  teller.onEnvelope((envelope) => observer.tell(envelope))
  return {
    ...peer,
    async stop() {
      lateness.stop()
      await peer.stop()
      observer.stop()
    },
  }
}
