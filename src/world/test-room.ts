// For tests: a few peers that tell what they do, one after the other, on one clock.

import type { Envelope } from '../event/envelope.ts'
import type { Event } from '../event/event.ts'
import { kadIdOfPeer, type PeerName } from '../kad/kad-id.ts'
import { population } from '../kad/test-population.ts'
import { emptyWorld } from './empty-world.ts'
import { reduce } from './reduce.ts'
import type { Peer, World } from './world.ts'

/** A room of silent peers; what they are made to tell is folded at once. */
export class TestRoom {
  readonly names: readonly PeerName[]
  readonly told: Envelope[] = []
  world: World = emptyWorld()
  at = 1000
  readonly #seqs = new Map<PeerName, number>()

  constructor(count = 6, seed = 'test room') {
    this.names = population(count, seed)
  }

  /** The name of the peer with that number. */
  name(index: number): PeerName {
    const name = this.names[index]
    if (name === undefined) throw new RangeError(`the room has no peer ${index}`)
    return name
  }

  /** The peer with that number as the World has it. */
  peer(index: number): Peer {
    const peer = this.world.peers.get(this.name(index))
    if (peer === undefined) throw new RangeError(`the World has no peer ${index}`)
    return peer
  }

  /** A peer tells something, `laterMs` after the last that was told. */
  tell(index: number, event: Event, laterMs = 1): Envelope {
    const name = this.name(index)
    const seq = (this.#seqs.get(name) ?? 0) + 1
    this.at += laterMs
    return this.hear({ seq, at: this.at, peer: name, source: 'lab', event })
  }

  /** Folds an envelope as it is. */
  hear(envelope: Envelope): Envelope {
    this.#seqs.set(envelope.peer, envelope.seq)
    this.told.push(envelope)
    this.world = reduce(this.world, envelope)
    return envelope
  }

  start(index: number): Envelope {
    const kadId = kadIdOfPeer(this.name(index))
    return this.tell(index, { kind: 'peer.started', kadId, mode: 'server', agent: 'lab', k: 4 })
  }

  stop(index: number): Envelope {
    return this.tell(index, { kind: 'peer.stopped', reason: 'left' })
  }

  /** One end of a wire opens, at `index`. */
  open(index: number, remote: number, connection = `${index}-${remote}`): Envelope {
    return this.tell(index, {
      kind: 'connection.opened',
      connection,
      remote: this.name(remote),
      path: 'virtual',
      direction: 'out',
    })
  }

  /** One end of a wire closes, at `index`. */
  close(index: number, remote: number, connection = `${index}-${remote}`): Envelope {
    const name = this.name(remote)
    return this.tell(index, { kind: 'connection.closed', connection, remote: name })
  }
}
