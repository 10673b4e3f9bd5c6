// The graph in cytoscape: peers, groups and wires as elements, kept equal to a scene; all else is canvas.

import cytoscape, {
  type Core,
  type EdgeSingular,
  type EventObject,
  type NodeSingular,
} from 'cytoscape'
import type { PeerName } from '../../../src/kad/kad-id.ts'
import { peerColour, type Tone } from '../../draw/colour.ts'
import type { SceneWire } from '../../draw/network-frame.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import { wireId } from '../../draw/network-wires.ts'
import { prefixOfNode } from '../../draw/prefix-groups.ts'
import { calmRenderer } from './calm-renderer.ts'

/** What a picture is told of the pointer. */
export interface GraphEvents {
  readonly onHover: (
    hovered: { peer?: PeerName; wire?: string; group?: string } | undefined,
  ) => void
  readonly onSelect: (peer: PeerName | undefined, add: boolean) => void
  /** A wire was clicked. */
  readonly onWire: (ends: readonly [PeerName, PeerName]) => void
  /** A group was clicked. */
  readonly onGroup: (prefix: string) => void
  /** The picture was moved or zoomed. */
  readonly onViewport: () => void
}

let isPrepared = false

/**
 * Gets cytoscape ready for the first graph, again does nothing. Half of the 50 ms that one takes is its
 * default style, by code that the browser compiles first; so one that nobody sees is made before, and
 * each can have a task of its own.
 */
export function prepareGraphs(): void {
  if (isPrepared) return
  isPrepared = true
  calmRenderer()
  cytoscape({ headless: true, styleEnabled: true }).destroy()
}

/** A cytoscape instance without elements. */
export function createGraph(container: HTMLElement, events: GraphEvents): Core {
  prepareGraphs()
  const graph = cytoscape({
    container,
    // The scene says where everybody stands.
    layout: { name: 'null' },
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
    minZoom: 0.5,
    maxZoom: 6,
  })
  graph.on('mouseover', 'node', (event) => {
    const group = prefixOfNode(idOf(event))
    events.onHover(group === undefined ? { peer: idOf(event) as PeerName } : { group })
  })
  graph.on('mouseover', 'edge', (event) => {
    events.onHover({ wire: idOf(event) })
  })
  graph.on('mouseout', () => {
    events.onHover(undefined)
  })
  graph.on('tap', 'node', (event) => {
    const group = prefixOfNode(idOf(event))
    if (group !== undefined) events.onGroup(group)
    else events.onSelect(idOf(event) as PeerName, event.originalEvent.shiftKey)
  })
  graph.on('tap', 'edge', ({ target }) => {
    const wire = target as EdgeSingular
    const ends = [wire.source().id(), wire.target().id()] as [PeerName, PeerName]
    if (ends.every((end) => prefixOfNode(end) === undefined)) events.onWire(ends)
  })
  graph.on('tap', ({ target }) => {
    if (target === graph) events.onSelect(undefined, false)
  })
  graph.on('viewport', events.onViewport)
  return graph
}

/** Cytoscape leaves the target untyped; the selectors above say that it is an element. */
function idOf({ target }: EventObject): string {
  return (target as NodeSingular | EdgeSingular).id()
}

/**
 * Makes the elements equal to the scene, or brings them nearer to it where more than `most` are new:
 * nodes come before wires. Returns whether there is more to do.
 */
export function showScene(graph: Core, scene: NetworkScene, tone: Tone, most: number): boolean {
  const opacity = opacityOf(scene.wires.length)
  const selected = new Set<string>(
    scene.peers.filter((peer) => peer.selected).map((peer) => peer.peerId),
  )
  const peers = scene.peers.map((peer) => ({
    id: peer.peerId,
    position: { x: peer.x, y: peer.y },
    data: { size: peer.radius * 2, colour: peerColour(peer.hue, tone) },
    classes: { relay: peer.relay, own: peer.own, selected: peer.selected },
  }))
  const groups = scene.closed.map((group) => ({
    id: group.node,
    position: { x: group.x, y: group.y },
    data: { size: group.radius * 2, colour: peerColour(group.hue, tone) },
    classes: { group: true },
  }))
  const nodes = [...peers, ...groups]
  const edges = scene.wires.map((wire) => edgeOf(wire, opacity, selected))
  let missing = 0
  const isThere = (id: string): boolean => {
    if (graph.getElementById(id).nonempty()) return true
    missing += 1
    return false
  }
  graph.batch(() => {
    const wanted = new Set([...nodes, ...edges].map((element) => element.id))
    graph
      .elements()
      .filter((element) => !wanted.has(element.id()))
      .remove()
    for (const { id, position, data, classes } of nodes) {
      if (!isThere(id)) {
        if (missing > most) continue
        graph.add({ group: 'nodes', data: { id, ...data }, position })
      } else {
        const node = graph.getElementById(id)
        if (node.position('x') !== position.x || node.position('y') !== position.y) {
          node.position(position)
        }
      }
      change(graph, id, data, classes)
    }
    for (const { id, data, classes } of edges) {
      if (!isThere(id)) {
        if (missing > most) continue
        graph.add({ group: 'edges', data: { id, ...data } })
      }
      change(graph, id, data, classes)
    }
  })
  return missing > most
}

function edgeOf(
  { a, b, path, count, dialer }: SceneWire,
  opacity: number,
  selected: ReadonlySet<string>,
): Element {
  const focus = selected.has(a) || selected.has(b)
  return {
    id: wireId(a, b),
    data: { source: a, target: b, path, opacity, broad: broadOf(count) },
    classes: { focus, out: dialer === a, in: dialer === b },
  }
}

/** From crowded pictures on; the lines of those with a few are plainer still. */
const OPACITIES = [0.14, 0.2, 0.3, 0.45, 0.6]

/**
 * How plain each of so many lines is. In steps, as with each change cytoscape styles all lines anew, and
 * in a crowd one comes or goes all the time.
 */
function opacityOf(lines: number): number {
  return OPACITIES.find((step) => step >= 30 / lines) ?? 0.75
}

/** How broad the line is that stands for so many wires, as a multiple of one's; in steps as well. */
function broadOf(wires: number): number {
  return Math.round((1 + Math.log2(wires) * 0.6) * 2) / 2
}

interface Element {
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
  readonly classes: Readonly<Record<string, boolean>>
}

/** Touches only what differs: every touch makes cytoscape style the element anew. */
function change(
  graph: Core,
  id: string,
  data: Readonly<Record<string, unknown>>,
  classes: Readonly<Record<string, boolean>>,
): void {
  const element = graph.getElementById(id)
  for (const [name, value] of Object.entries(data)) {
    if (element.data(name) !== value && name !== 'source' && name !== 'target') {
      element.data(name, value)
    }
  }
  for (const [name, on] of Object.entries(classes)) {
    if (element.hasClass(name) !== on) element.toggleClass(name, on)
  }
}
