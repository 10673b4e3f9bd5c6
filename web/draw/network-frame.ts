// What the parts of the Network picture tell each other: its frame, its peers and its targets.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import type { Point } from './ring.ts'

/** A peer on the ring; the ring's centre is the origin, units are pixels. */
export interface ScenePeer extends Point {
  readonly peerId: PeerName
  readonly name: string
  readonly short: string
  readonly turn: number
  readonly hue: number
  readonly relay: boolean
  readonly own: boolean
  readonly selected: boolean
  readonly radius: number
}

/** A place on the ring that is looked for. */
export interface Target {
  readonly kadId: KadId
  readonly text: string
}

/** What the picture is made for. */
export interface NetworkFrame {
  readonly width: number
  readonly height: number
  /** Pixels of the small text size. */
  readonly text: number
  readonly own: PeerName | undefined
  readonly selected: readonly PeerName[]
  readonly targets: readonly Target[]
  readonly knows: boolean
}

/** A quarter of the ring, with the start of its first id. */
export interface Tick {
  readonly turn: number
  readonly text: string
}
