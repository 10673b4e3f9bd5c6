// The fabric: virtual wires between peers of one process, for kad-dht without libp2p.

import {
  UnsupportedProtocolError,
  type Libp2pEvents,
  type PeerId,
  type PeerStore,
  type PrivateKey,
  type Stream,
} from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { MemoryDatastore } from 'datastore-core'
import { TypedEventEmitter } from 'main-event'
import type { Clock } from '../../base/clock.ts'
import { KadscopeError } from '../../base/errors.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { createPeerBook } from '../../peer/peer-book.ts'
import { nameOf } from '../../peer/peer-ids.ts'
import { Carrier, type FabricCounts } from './carrier.ts'
import type { End, Place, VirtualHost } from './place.ts'
import { createRegistry } from './registry.ts'
import { silentLoggers } from './silent-logger.ts'
import type { Weather } from './weather.ts'
import { connectionsOf, layWire, openStream } from './wire.ts'

/** A peer does not answer on its virtual wire. */
export class PeerGoneError extends KadscopeError {
  override name = 'PeerGoneError'
}

/** How long a dial to a peer that does not answer takes, in milliseconds. */
const DIAL_FAILS_MS = 300

/** Connects virtual hosts with each other. */
export class Fabric {
  readonly #clock: Clock
  readonly #weather: Weather
  readonly #carrier: Carrier
  readonly #places = new Map<PeerName, Place>()
  #ids = 0

  constructor(init: { clock: Clock; weather: Weather }) {
    this.#clock = init.clock
    this.#weather = init.weather
    this.#carrier = new Carrier(init.clock, init.weather)
  }

  get counts(): FabricCounts {
    return this.#carrier.counts
  }

  /** Messages that each peer has taken in so far; those that are gone too. */
  get received(): ReadonlyMap<PeerName, number> {
    return this.#carrier.received
  }

  /** Takes a peer onto the fabric. */
  join(privateKey: PrivateKey): VirtualHost {
    const peerId = peerIdFromPrivateKey(privateKey)
    const name = nameOf(peerId)
    const registry = createRegistry()
    const events = new TypedEventEmitter<Libp2pEvents>()
    // Nobody has signed records here.
    const peerStore = createPeerBook({ clock: this.#clock }) as PeerStore
    // Short, as every answer carries those of all peers in it.
    const address = multiaddr(`/memory/${this.#ids++}`)
    const place: Place = { name, peerId, address, registry, peerStore, events, wires: new Map() }
    this.#places.set(name, place)
    return {
      name,
      openStream: (peer, protocol, limit) =>
        this.#openStream(place, nameOf(peer), protocol, () => limit.signal),
      components: {
        peerId,
        privateKey,
        registrar: registry.registrar,
        addressManager: { getAddresses: () => [address] } as never,
        peerStore,
        connectionManager: {
          openStream: (peer: PeerId, protocol: string, options?: { signal?: AbortSignal }) =>
            this.#openStream(place, nameOf(peer), protocol, () => options?.signal),
          isDialable: () => Promise.resolve(true),
          getConnections: (peer?: PeerId) => connectionsOf(place, peer),
        } as never,
        datastore: new MemoryDatastore(),
        events,
        logger: silentLoggers,
        ping: {
          ping: (peer: PeerId, options?: { signal?: AbortSignal }) =>
            this.#ping(place, nameOf(peer), () => options?.signal),
        },
      },
      leave: () => {
        this.#remove(name)
      },
    }
  }

  /** Makes a wire between two peers, as a bootstrap or an invitation does. */
  async connect(from: VirtualHost, to: PeerName): Promise<void> {
    const place = this.#places.get(from.name)
    if (place !== undefined) await this.#wire(place, to)
  }

  /** The peer is gone without a word: its wires break, nothing is sent any more. */
  crash(name: PeerName): void {
    this.#weather.crash(name)
    this.#remove(name)
  }

  /** A peer's address as multiaddr bytes; empty when it is not there any more. */
  addressOf(name: PeerName): Uint8Array {
    return this.#places.get(name)?.address.bytes ?? new Uint8Array()
  }

  /** Whether a wire is open between two peers. */
  isWired(from: PeerName, to: PeerName): boolean {
    return this.#places.get(from)?.wires.has(to) ?? false
  }

  /** Breaks the wires between peers that cannot reach each other any more. */
  breakUnreachable(): void {
    for (const place of this.#places.values()) {
      for (const end of [...place.wires.values()]) {
        if (!this.#weather.reaches(place.name, end.other.name)) end.close()
      }
    }
  }

  #remove(name: PeerName): void {
    const place = this.#places.get(name)
    if (place === undefined) return
    this.#places.delete(name)
    for (const end of [...place.wires.values()]) end.close()
  }

  async #wire(from: Place, to: PeerName): Promise<End> {
    const open = from.wires.get(to)
    if (open !== undefined) return open
    await this.#assertAnswers(from, to)
    await this.#carrier.roundTrip(from.name, to)
    const there = this.#places.get(to)
    if (there === undefined || this.#places.get(from.name) !== from) {
      throw new PeerGoneError(`${to} does not answer`)
    }
    const id = `${from.name.slice(-6)}-${(this.#ids++).toString(36)}`
    return from.wires.get(to) ?? layWire(id, from, there, this.#carrier, this.#clock.now())
  }

  async #openStream(
    from: Place,
    to: PeerName,
    protocol: string,
    signal: () => AbortSignal | undefined,
  ): Promise<Stream> {
    const end = from.wires.get(to) ?? (await this.#wireInTime(from, to, signal()))
    const stream = openStream(from, end, protocol, this.#carrier)
    if (stream === undefined) {
      // As libp2p says it.
      throw new UnsupportedProtocolError(`${to} does not speak ${protocol}`)
    }
    return stream.asStream()
  }

  async #wireInTime(from: Place, to: PeerName, signal: AbortSignal | undefined): Promise<End> {
    signal?.throwIfAborted()
    const end = await this.#wire(from, to)
    signal?.throwIfAborted()
    return end
  }

  async #ping(from: Place, to: PeerName, signal: () => AbortSignal | undefined): Promise<number> {
    if (!from.wires.has(to)) await this.#wire(from, to)
    await this.#assertAnswers(from, to)
    const ms = await this.#carrier.roundTrip(from.name, to)
    // Whoever waited may have given up meanwhile.
    if (ms > 0) signal()?.throwIfAborted()
    return ms
  }

  /** @throws PeerGoneError after the time that a failing dial takes */
  async #assertAnswers(from: Place, to: PeerName): Promise<void> {
    const there = this.#places.get(to)
    if (there !== undefined && there !== from && this.#weather.reaches(from.name, to)) return
    await this.#carrier.wait(DIAL_FAILS_MS)
    throw new PeerGoneError(`${to} does not answer`)
  }
}
