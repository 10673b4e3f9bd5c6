// Reservations of the circuit relay: given back as soon as their holder is gone.

import type { CircuitRelayService } from '@libp2p/circuit-relay-v2'
import { setMaxListeners, type Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import type { PeerName } from '../src/kad/kad-id.ts'

/**
 * Gives a peer's reservation back when its last connection closes. libp2p itself keeps it for
 * hours, so that page reloads fill the relay. Returns what ends it.
 */
export function releaseReservations(libp2p: Libp2p, relay: CircuitRelayService): () => void {
  const onDisconnect = ({ detail: peer }: CustomEvent<Libp2p['peerId']>): void => {
    // Its timer must not run on: it would take away the peer's next reservation.
    relay.reservations.get(peer)?.signal.clear()
    relay.reservations.delete(peer)
  }
  libp2p.addEventListener('peer:disconnect', onDisconnect)
  return () => libp2p.removeEventListener('peer:disconnect', onDisconnect)
}

/**
 * A peer is about to get one more relayed connection: each of them listens to its reservation's
 * end, and beyond ten Node would warn of a leak.
 */
export function expectMany(relay: CircuitRelayService, peer: PeerName): void {
  const reservation = relay.reservations.get(peerIdFromString(peer))
  if (reservation !== undefined) setMaxListeners(Infinity, reservation.signal)
}

/** How many peers can be reached through this relay now. */
export function countReservations(relay: CircuitRelayService): number {
  return relay.reservations.size
}
