// Which wire to use, to dial, to keep: the rules by which two peers end up with one wire.

import type { Connection } from '@libp2p/interface'
import { pathOf } from '../peer/wires.ts'

/** The protocol of WebRTC's signalling: who speaks it can be dialed directly. */
export const SIGNALLING = '/webrtc-signaling/0.0.1'

const RANK = { webrtc: 0, virtual: 1, websocket: 1, relayed: 2 } as const

/** Whether a connection goes to its peer without a relay between. */
export function isDirect(connection: Connection): boolean {
  return pathOf(connection) !== 'relayed'
}

/** The best of some connections to one peer: direct before relayed, then the newest. */
export function bestOf(connections: readonly Connection[]): Connection | undefined {
  const open = connections.filter(({ status }) => status === 'open')
  open.sort((a, b) => RANK[pathOf(a)] - RANK[pathOf(b)] || b.timeline.open - a.timeline.open)
  return open[0]
}

/** The tie-break: of two peers the one with the greater id dials, as both would otherwise. */
export function dialsFirst(own: string, remote: string): boolean {
  return own > remote
}

/**
 * The connections to one peer that are spare: relayed ones beside a direct one, and of
 * several direct ones all but the one that the peer with the greater id dialed, the
 * newest of those. Both ends come to the same answer.
 */
export function spareOf(
  connections: readonly Connection[],
  own: string,
  remote: string,
): Connection[] {
  const open = connections.filter(({ status }) => status === 'open')
  const direct = open.filter((connection) => pathOf(connection) === 'webrtc')
  if (direct.length === 0) return []
  const wanted = dialsFirst(own, remote) ? 'outbound' : 'inbound'
  const preferred = direct.filter(({ direction }) => direction === wanted)
  const kept = bestOf(preferred.length > 0 ? preferred : direct)
  return open.filter((connection) => connection !== kept && pathOf(connection) !== 'websocket')
}
