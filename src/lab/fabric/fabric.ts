// The fabric: virtual wires between peers of one process, for kad-dht without libp2p.

import type {
  ComponentLogger,
  Connection,
  Libp2pEvents,
  Logger,
  PeerId,
  PrivateKey,
  Stream,
} from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { MemoryDatastore } from 'datastore-core'
import { TypedEventEmitter } from 'main-event'
import type { Clock } from '../../base/clock.ts'
import { KadscopeError } from '../../base/errors.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { createPeerBook } from './peer-book.ts'
import { createRegistry, type Registry } from './registry.ts'
import { VirtualStream } from './virtual-stream.ts'
import type { Weather } from './weather.ts'

/** A peer does not answer on its virtual wire. */
export class PeerGoneError extends KadscopeError {
  override name = 'PeerGoneError'
}

/** How long a dial to a peer that does not answer takes, in milliseconds. */
const DIAL_FAILS_MS = 300

/** A place on the fabric for one peer. */
export interface VirtualHost {
  readonly name: PeerName
  /** What `kadDHT()` and the rest of `src/peer` need. */
  readonly components: KadDHTComponents
  /** Leaves: all wires close at both ends. */
  leave(): void
}

/** Counters of the fabric. */
export interface FabricCounts {
  /** Messages carried so far. */
  messages: number
  bytes: number
  lost: number
  /** Messages on their way now. */
  inFlight: number
  /** Wires that are open now. */
  wires: number
}

interface Place extends VirtualHost {
  readonly peerId: PeerId
  readonly registry: Registry
  readonly events: TypedEventEmitter<Libp2pEvents>
  /** Its ends of wires, by the name of the peer at the other end. */
  readonly wires: Map<PeerName, End>
}

/** One end of a wire. */
interface End {
  readonly connection: Connection
  readonly other: Place
  readonly streams: Set<VirtualStream>
  close(): void
}

/** Connects virtual hosts with each other. */
export class Fabric {
  readonly #clock: Clock
  readonly #weather: Weather
  readonly #places = new Map<PeerName, Place>()
  readonly counts: FabricCounts = { messages: 0, bytes: 0, lost: 0, inFlight: 0, wires: 0 }
  #ids = 0

  constructor(init: { clock: Clock; weather: Weather }) {
    this.#clock = init.clock
    this.#weather = init.weather
  }

  /** Takes a peer onto the fabric. */
  join(privateKey: PrivateKey): VirtualHost {
    const peerId = peerIdFromPrivateKey(privateKey)
    const name = peerId.toString() as PeerName
    const registry = createRegistry()
    const events = new TypedEventEmitter<Libp2pEvents>()
    const address = multiaddr(`/memory/${name}`)
    const place: Place = {
      name,
      peerId,
      registry,
      events,
      wires: new Map(),
      components: {
        peerId,
        privateKey,
        registrar: registry.registrar,
        addressManager: { getAddresses: () => [address] } as never,
        peerStore: createPeerBook(),
        connectionManager: {
          openStream: (peer: PeerId, protocol: string, options?: { signal?: AbortSignal }) =>
            this.#openStream(place, String(peer) as PeerName, protocol, options?.signal),
          isDialable: () => Promise.resolve(true),
          getConnections: (peer?: PeerId) => connectionsOf(place, peer),
        } as never,
        datastore: new MemoryDatastore(),
        events,
        logger: silent,
        ping: {
          ping: (peer: PeerId, options?: { signal?: AbortSignal }) =>
            this.#ping(place, String(peer) as PeerName, options?.signal),
        },
      },
      leave: () => {
        this.#places.delete(name)
        for (const end of [...place.wires.values()]) end.close()
      },
    }
    this.#places.set(name, place)
    return place
  }

  /** Makes a wire between two peers, as a bootstrap or an invitation does. */
  async connect(from: VirtualHost, to: PeerName): Promise<void> {
    const place = this.#places.get(from.name)
    if (place !== undefined) await this.#wire(place, to)
  }

  /** The peer is gone without a word: its wires break, nothing is sent any more. */
  crash(name: PeerName): void {
    this.#weather.crash(name)
    const place = this.#places.get(name)
    if (place === undefined) return
    this.#places.delete(name)
    for (const end of [...place.wires.values()]) end.close()
  }

  async #wire(from: Place, to: PeerName): Promise<End> {
    const open = from.wires.get(to)
    if (open !== undefined) return open
    const there = this.#places.get(to)
    if (there === undefined || there === from || !this.#weather.reaches(from.name, to)) {
      await this.#wait(DIAL_FAILS_MS)
      throw new PeerGoneError(`${to} does not answer`)
    }
    const roundTrip = this.#weather.delay(from.name, to, 0) + this.#weather.delay(to, from.name, 0)
    if (roundTrip > 0) await this.#wait(roundTrip)
    return from.wires.get(to) ?? this.#join(from, there)
  }

  #join(from: Place, to: Place): End {
    const id = `${from.name.slice(-6)}-${(this.#ids++).toString(36)}`
    const close = (): void => {
      if (ends.every(({ connection }) => connection.status === 'closed')) return
      this.counts.wires--
      for (const [place, end] of [
        [from, near],
        [to, far],
      ] as const) {
        setStatus(end.connection, 'closed')
        place.wires.delete(end.other.name)
        for (const stream of end.streams) stream.onTransportClosed()
        place.events.safeDispatchEvent('connection:close', { detail: end.connection })
        place.events.safeDispatchEvent('peer:disconnect', { detail: end.other.peerId })
        place.registry.disconnected(end.other.peerId)
      }
    }
    const near = this.#end(id, 'outbound', from, to, close)
    const far = this.#end(id, 'inbound', to, from, close)
    const ends = [near, far]
    this.counts.wires++
    for (const [place, end] of [
      [from, near],
      [to, far],
    ] as const) {
      place.wires.set(end.other.name, end)
      const { connection, other } = end
      const protocols = other.registry.protocols()
      void place.components.peerStore.merge(other.peerId, {
        multiaddrs: other.components.addressManager.getAddresses(),
        protocols,
      })
      place.events.safeDispatchEvent('connection:open', { detail: connection })
      place.events.safeDispatchEvent('peer:identify', {
        detail: { peerId: other.peerId, connection, protocols, listenAddrs: [] },
      })
      place.registry.connected(other.peerId, protocols, connection)
    }
    return near
  }

  #end(
    id: string,
    direction: 'inbound' | 'outbound',
    place: Place,
    other: Place,
    close: () => void,
  ): End {
    const connection = {
      id,
      direction,
      remotePeer: other.peerId,
      remoteAddr: multiaddr(`/memory/${other.name}`),
      status: 'open',
      timeline: { open: this.#clock.now() },
      newStream: (protocol: string | string[]) =>
        this.#openStream(place, other.name, [protocol].flat()[0] ?? '', undefined),
      close: () => {
        close()
        return Promise.resolve()
      },
      abort: close,
    }
    return { connection: connection as unknown as Connection, other, streams: new Set(), close }
  }

  async #openStream(
    from: Place,
    to: PeerName,
    protocol: string,
    signal: AbortSignal | undefined,
  ): Promise<Stream> {
    signal?.throwIfAborted()
    const end = await this.#wire(from, to)
    signal?.throwIfAborted()
    const there = end.other.wires.get(from.name)
    const handler = end.other.registry.handler(protocol)
    if (there === undefined || handler === undefined) {
      throw new PeerGoneError(`${to} does not speak ${protocol}`)
    }
    const id = String(this.#ids++)
    const log = silentLogger
    const out = new VirtualStream({
      id,
      protocol,
      direction: 'outbound',
      log,
      carry: (bytes, arrive) => {
        this.#carry(from.name, to, bytes, arrive)
      },
    })
    const into = new VirtualStream({
      id,
      protocol,
      direction: 'inbound',
      log,
      carry: (bytes, arrive) => {
        this.#carry(to, from.name, bytes, arrive)
      },
    })
    VirtualStream.pair(out, into)
    keep(end.streams, out)
    keep(there.streams, into)
    Promise.resolve(handler.handler(into, there.connection)).catch((error: unknown) => {
      into.abort(error instanceof Error ? error : new Error(String(error)))
    })
    return out
  }

  async #ping(from: Place, to: PeerName, signal: AbortSignal | undefined): Promise<number> {
    signal?.throwIfAborted()
    const startedAt = this.#clock.now()
    await this.#wire(from, to)
    if (!this.#weather.reaches(from.name, to)) {
      await this.#wait(DIAL_FAILS_MS)
      throw new PeerGoneError(`${to} does not answer`)
    }
    const roundTrip = this.#weather.delay(from.name, to, 0) + this.#weather.delay(to, from.name, 0)
    if (roundTrip > 0) await this.#wait(roundTrip)
    return this.#clock.now() - startedAt
  }

  /** Takes something from one peer to another, in its time or never. */
  #carry(from: PeerName, to: PeerName, bytes: number, arrive: () => void): void {
    if (bytes > 0) {
      this.counts.messages++
      this.counts.bytes += bytes
      if (this.#weather.loses()) {
        this.counts.lost++
        return
      }
    }
    this.counts.inFlight++
    const deliver = (): void => {
      this.counts.inFlight--
      if (this.#weather.reaches(from, to)) arrive()
    }
    const ms = this.#weather.delay(from, to, bytes)
    if (ms > 0) this.#clock.after(ms, deliver)
    else queueMicrotask(deliver)
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(ms, resolve)
    })
  }
}

function connectionsOf(place: Place, peer: PeerId | undefined): Connection[] {
  if (peer === undefined) return [...place.wires.values()].map(({ connection }) => connection)
  const end = place.wires.get(peer.toString() as PeerName)
  return end === undefined ? [] : [end.connection]
}

function keep(streams: Set<VirtualStream>, stream: VirtualStream): void {
  streams.add(stream)
  stream.addEventListener('close', () => {
    streams.delete(stream)
  })
}

function setStatus(connection: Connection, status: 'closed'): void {
  ;(connection as { status: string }).status = status
}

const silentLogger: Logger = Object.assign(() => undefined, {
  enabled: false,
  error: () => undefined,
  trace: () => undefined,
  newScope: (): Logger => silentLogger,
})

const silent: ComponentLogger = { forComponent: () => silentLogger }
