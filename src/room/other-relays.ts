// Ways to a peer through relays that this one is not linked to: those that the peer's addresses name.
// Relays that are linked with each other share a DHT, and their tabs reach each other so.

import type { Connection, PeerId } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import type { MeshInit } from './mesh-init.ts'
import { isDirect } from './wire-choice.ts'

/** A relay that could not be reached is left alone for so long, in milliseconds. */
const LEAVE_ALONE_MS = 10_000

/** The most relays tried for one peer, and the most addresses of one relay. */
const MAX_RELAYS = 3
const MAX_ADDRESSES = 8

/** `<address of a relay>/p2p/<relay>/p2p-circuit…`, over WebSocket. */
const CIRCUIT = /^(\/.+\/wss?\/p2p\/([^/]+))\/p2p-circuit/

/** Dials peers through relays that their own addresses name. */
export interface OtherRelays {
  /** Resolves to undefined when none of them leads to the peer. */
  dial(peer: PeerId, signal: AbortSignal): Promise<Connection | undefined>
}

/** Makes the dialer for one host. */
export function createOtherRelays({ components, clock, relays }: MeshInit): OtherRelays {
  const { connectionManager, transportManager, peerStore } = components
  /** Until when relays are left alone, by their ids. */
  const unreachable = new Map<string, number>()

  async function dial(peer: PeerId, signal: AbortSignal): Promise<Connection | undefined> {
    const known = await peerStore.get(peer).catch(() => undefined)
    const addresses = (known?.addresses ?? []).map((one) => one.multiaddr.toString())
    const linked = relays().map((address) => address.toString())
    const own = components.peerId.toString()
    const ways = [...relaysNamedBy(addresses)].filter(
      ([relay]) => relay !== own && !linked.some((address) => address.endsWith(`/p2p/${relay}`)),
    )
    for (const [relay, places] of ways.slice(0, MAX_RELAYS)) {
      if (signal.aborted) return undefined
      const place = await reachRelay(relay, places, signal)
      if (place === undefined) continue
      const circuit = multiaddr(`${place}/p2p-circuit/p2p/${peer.toString()}`)
      const connection = await transportManager.dial(circuit, { signal }).catch(() => undefined)
      if (connection !== undefined) return connection
    }
    return undefined
  }

  /** Connects straight to a relay unless it is connected so; returns the address that it answers at. */
  async function reachRelay(
    relay: string,
    places: readonly string[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const [first] = places
    // Through a wire that itself goes through a relay nobody is let on.
    if (connectionManager.getConnections(peerIdFromString(relay)).some(isDirect)) return first
    if ((unreachable.get(relay) ?? 0) > clock.now()) return undefined
    try {
      // Through the queue of dials: whoever else dials this relay now shares the attempt. Forced,
      // as libp2p takes a relayed wire of one process for a direct one, and would return that.
      const addresses = places.slice(0, MAX_ADDRESSES).map((place) => multiaddr(place))
      const connection = await connectionManager.openConnection(addresses, { signal, force: true })
      return placeOf(connection, places)
    } catch {
      if (!signal.aborted) unreachable.set(relay, clock.now() + LEAVE_ALONE_MS)
      return undefined
    }
  }

  return { dial }
}

/** The address that the relay was reached at, as the peer's own addresses name it. */
function placeOf({ remoteAddr }: Connection, places: readonly string[]): string | undefined {
  const reached = remoteAddr.toString()
  return places.find((place) => place === reached) ?? places[0]
}

/** Addresses of relays, by the relay's id, in the order in which a peer's addresses name them. */
export function relaysNamedBy(addresses: readonly string[]): Map<string, string[]> {
  const relays = new Map<string, string[]>()
  for (const address of addresses) {
    const [, place, relay] = CIRCUIT.exec(address) ?? []
    if (place === undefined || relay === undefined) continue
    const places = relays.get(relay) ?? []
    if (!places.includes(place)) places.push(place)
    relays.set(relay, places)
  }
  return relays
}
