// Runs in a page of its own: the same messages over the same graph, as cytoscape elements or on a canvas.

import cytoscape, { type Core } from 'cytoscape'

/** A message on its way, in milliseconds since the beginning. */
export interface BenchFlight {
  readonly from: string
  readonly to: string
  readonly at: number
}

/** A graph on a ring, and the messages that travel on it. */
export interface BenchPicture {
  readonly peers: readonly string[]
  readonly wires: readonly (readonly [string, string])[]
  readonly flights: readonly BenchFlight[]
}

/** How messages are drawn. */
export type BenchWay = 'elements' | 'canvas'

/** How long each is seen, in milliseconds. */
const SEEN_MS = 480

declare global {
  interface Window {
    playMessages?: (picture: BenchPicture, way: BenchWay) => void
  }
}

window.playMessages = ({ peers, wires, flights }, way) => {
  const box = document.body.appendChild(document.createElement('div'))
  box.style.cssText = 'position:fixed;inset:0'
  const radius = Math.min(innerWidth, innerHeight) / 2 - 20
  const places = new Map(
    peers.map((id, index) => {
      const turn = (index / peers.length) * 2 * Math.PI
      const x = innerWidth / 2 + radius * Math.cos(turn)
      return [id, { x, y: innerHeight / 2 + radius * Math.sin(turn) }]
    }),
  )
  const graph = cytoscape({
    container: box,
    elements: [
      ...peers.map((id) => ({ data: { id }, position: { ...(places.get(id) ?? { x: 0, y: 0 }) } })),
      ...wires.map(([source, target]) => ({ data: { source, target } })),
    ],
    layout: { name: 'preset', fit: false },
    style: [
      { selector: 'node', style: { width: 9, height: 9 } },
      { selector: 'edge', style: { width: 0.5, 'curve-style': 'haystack', opacity: 0.3 } },
      { selector: '.message', style: { width: 5, height: 5, 'background-color': '#fff' } },
    ],
  })
  const draw = way === 'elements' ? asElements(graph) : onCanvas(box)
  const begun = performance.now()
  const frame = (): void => {
    const now = performance.now() - begun
    const seen = flights.flatMap((flight, index) => {
      const along = (now - flight.at) / SEEN_MS
      const [a, b] = [places.get(flight.from), places.get(flight.to)]
      if (along < 0 || along > 1 || a === undefined || b === undefined) return []
      return [{ id: `m${index}`, x: a.x + (b.x - a.x) * along, y: a.y + (b.y - a.y) * along }]
    })
    draw(seen)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

type Draw = (seen: readonly { id: string; x: number; y: number }[]) => void

function asElements(graph: Core): Draw {
  return (seen) => {
    graph.batch(() => {
      const wanted = new Set(seen.map(({ id }) => id))
      graph.elements('.message').forEach((element) => {
        if (!wanted.has(element.id())) element.remove()
      })
      for (const { id, x, y } of seen) {
        const element = graph.getElementById(id)
        if (element.nonempty()) element.position({ x, y })
        else graph.add({ data: { id }, position: { x, y }, classes: 'message' })
      }
    })
  }
}

function onCanvas(box: HTMLElement): Draw {
  const canvas = box.appendChild(document.createElement('canvas'))
  canvas.style.cssText = 'position:absolute;inset:0;z-index:9'
  canvas.width = innerWidth
  canvas.height = innerHeight
  const context = canvas.getContext('2d')
  return (seen) => {
    if (context === null) return
    context.clearRect(0, 0, canvas.width, canvas.height)
    context.fillStyle = '#fff'
    for (const { x, y } of seen) {
      context.beginPath()
      context.arc(x, y, 2.5, 0, 2 * Math.PI)
      context.fill()
    }
  }
}
