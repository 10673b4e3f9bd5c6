// The ring in cytoscape: peers and wires as elements, kept equal to a scene; all else is canvas.

import cytoscape, {
  type Core,
  type EdgeSingular,
  type EventObject,
  type NodeSingular,
  type StylesheetJson,
} from 'cytoscape'
import type { PeerName } from '../../../src/kad/kad-id.ts'
import { peerColour, type Tone } from '../../draw/colour.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import { calmRenderer } from './calm-renderer.ts'

/** Neutral colours for what cytoscape draws, by theme. */
const NEUTRAL = {
  dark: { ground: '#0b0d12', ink: '#eef0f5', wire: '#767b88' },
  light: { ground: '#fafbfd', ink: '#171a21', wire: '#868b97' },
} as const

/** What a picture is told of the pointer. */
export interface RingEvents {
  readonly onHover: (hovered: { peer?: PeerName; wire?: string } | undefined) => void
  readonly onSelect: (peer: PeerName | undefined, add: boolean) => void
  /** The picture was moved or zoomed. */
  readonly onViewport: () => void
}

/** A cytoscape instance for the ring, without elements. */
export function createRing(container: HTMLElement, events: RingEvents): Core {
  calmRenderer()
  const ring = cytoscape({
    container,
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
    minZoom: 0.5,
    maxZoom: 6,
  })
  ring.on('mouseover', 'node', (event) => {
    events.onHover({ peer: idOf(event) as PeerName })
  })
  ring.on('mouseover', 'edge', (event) => {
    events.onHover({ wire: idOf(event) })
  })
  ring.on('mouseout', () => {
    events.onHover(undefined)
  })
  ring.on('tap', 'node', (event) => {
    events.onSelect(idOf(event) as PeerName, event.originalEvent.shiftKey)
  })
  ring.on('tap', ({ target }) => {
    if (target === ring) events.onSelect(undefined, false)
  })
  ring.on('viewport', events.onViewport)
  return ring
}

/** Cytoscape leaves the target untyped; the selectors above say that it is an element. */
function idOf({ target }: EventObject): string {
  return (target as NodeSingular | EdgeSingular).id()
}

/** The stylesheet of a theme: paths are told by line style, the relay by shape. */
export function ringStyle(tone: Tone): StylesheetJson {
  const { ground, ink, wire } = NEUTRAL[tone]
  return [
    {
      selector: 'node',
      style: {
        width: 'data(size)',
        height: 'data(size)',
        'background-color': 'data(colour)',
        'border-color': ground,
        'border-width': 2,
        'overlay-opacity': 0,
      },
    },
    { selector: 'node.relay', style: { shape: 'diamond' } },
    { selector: 'node.own', style: { 'border-color': ink, 'border-width': 1.5 } },
    { selector: 'node.selected', style: { 'border-color': ink, 'border-width': 3 } },
    {
      selector: 'edge',
      style: {
        'curve-style': 'haystack',
        'haystack-radius': 0,
        width: 1,
        'line-color': wire,
        'line-opacity': 'data(opacity)' as unknown as number,
        'overlay-opacity': 0,
      },
    },
    { selector: 'edge[path = "relayed"]', style: { 'line-style': 'dashed' } },
    { selector: 'edge[path = "websocket"]', style: { 'line-style': 'dotted', width: 1.5 } },
    { selector: 'edge[path = "virtual"]', style: { width: 0.5 } },
    { selector: 'edge.focus', style: { 'line-color': ink, 'line-opacity': 0.8 } },
  ]
}

/** Makes the elements equal to the scene. */
export function showScene(ring: Core, scene: NetworkScene, tone: Tone): void {
  const opacity = Math.max(0.14, Math.min(0.75, 30 / Math.max(1, scene.wires.length)))
  const selected = new Set(scene.peers.filter((peer) => peer.selected).map((peer) => peer.peerId))
  const nodes = scene.peers.map((peer) => ({
    id: peer.peerId,
    position: { x: peer.x, y: peer.y },
    data: { size: peer.radius * 2, colour: peerColour(peer.hue, tone) },
    classes: { relay: peer.relay, own: peer.own, selected: peer.selected },
  }))
  const edges = scene.wires.map(({ a, b, path }) => ({
    id: wireId(a, b),
    data: { source: a, target: b, path, opacity },
    classes: { focus: selected.has(a) || selected.has(b) },
  }))
  ring.batch(() => {
    const wanted = new Set([...nodes, ...edges].map((element) => element.id))
    ring.elements().forEach((element) => {
      if (!wanted.has(element.id())) element.remove()
    })
    for (const { id, position, data, classes } of nodes) {
      const node = ring.getElementById(id)
      if (node.empty()) ring.add({ group: 'nodes', data: { id, ...data }, position })
      else if (node.position('x') !== position.x || node.position('y') !== position.y) {
        node.position(position)
      }
      change(ring, id, data, classes)
    }
    for (const { id, data, classes } of edges) {
      if (ring.getElementById(id).empty()) ring.add({ group: 'edges', data: { id, ...data } })
      change(ring, id, data, classes)
    }
  })
}

/** The id of the element of a wire. */
export function wireId(a: PeerName, b: PeerName): string {
  return `${a}-${b}`
}

/** Touches only what differs: every touch makes cytoscape style the element anew. */
function change(
  ring: Core,
  id: string,
  data: Readonly<Record<string, unknown>>,
  classes: Readonly<Record<string, boolean>>,
): void {
  const element = ring.getElementById(id)
  for (const [name, value] of Object.entries(data)) {
    if (element.data(name) !== value && name !== 'source' && name !== 'target') {
      element.data(name, value)
    }
  }
  for (const [name, on] of Object.entries(classes)) {
    if (element.hasClass(name) !== on) element.toggleClass(name, on)
  }
}
