// What the parts of the Network picture tell each other: its frame, its nodes and its targets.

import type { Path } from '../../src/event/schema.ts'
import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import type { MapLine } from './prefix-map.ts'
import type { PrefixGroup } from './prefix-groups.ts'
import type { Point } from './ring.ts'

/** How peers are laid out: on the ring of ids, by their wires, or on the map by prefix. */
export const LAYOUTS = ['ring', 'force', 'map'] as const

/** A layout's name. */
export type NetworkLayout = (typeof LAYOUTS)[number]

/** How the peers of a picture are arranged. */
export interface Arrangement {
  readonly layout: NetworkLayout
  /** The prefixes of the groups that the viewer opened. */
  readonly opened: ReadonlySet<string>
  /** Where nodes are by their wires, in any units; those that are not in it stay on the ring. */
  readonly forced: ReadonlyMap<string, Point>
}

/** What a frame has that names no arrangement. */
export const ON_THE_RING: Arrangement = { layout: 'ring', opened: new Set(), forced: new Map() }

/** A peer in the picture; its middle is the origin, units are pixels. */
export interface ScenePeer extends Point {
  readonly peerId: PeerName
  readonly kadId: KadId
  readonly name: string
  readonly short: string
  readonly turn: number
  readonly hue: number
  readonly relay: boolean
  readonly own: boolean
  readonly selected: boolean
  readonly radius: number
}

/** A closed group in the picture. */
export interface SceneGroup extends Point {
  /** The id of its node. */
  readonly node: string
  readonly group: PrefixGroup
  readonly turn: number
  readonly hue: number
  readonly radius: number
}

/** Wires between two nodes of the picture, as one line. */
export interface SceneWire {
  /** Ids of nodes: peer ids, or those of groups. */
  readonly a: string
  readonly b: string
  /** The best path among them. */
  readonly path: Path
  /** Wires that the line stands for. */
  readonly count: number
  /** The end that dialed; undefined for several, or when nobody told. */
  readonly dialer: string | undefined
}

/** A place on the ring that is looked for. */
export interface Target {
  readonly kadId: KadId
  readonly text: string
}

/** A place that is looked for, where it lies in the picture. */
export type PlacedTarget = Target & Point & { readonly turn: number }

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
  /** What the words in the middle of an empty ring take up, in pixels. @default nothing */
  readonly middle?: { readonly width: number; readonly height: number } | undefined
  /** Faults that are told in the upper right corner. @default 0 */
  readonly notes?: number
  /** @default on the ring, every group closed */
  readonly arrangement?: Arrangement
}

/** A quarter of the ring, with the start of its first id. */
export interface Tick {
  readonly turn: number
  readonly text: string
}

/** What the map is ruled with, and what the fields of the first digit are called. */
export interface MapGround {
  readonly lines: readonly MapLine[]
  readonly names: readonly (Point & { readonly text: string; readonly hue: number })[]
}
