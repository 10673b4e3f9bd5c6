// Where the nodes of a graph stand by their wires: fcose, run without a picture and always alike.

import cytoscape from 'cytoscape'
import fcose, { type FcoseLayoutOptions } from 'cytoscape-fcose'
import { seededRandom } from '../../../src/base/random.ts'
import type { Point } from '../../draw/ring.ts'

/** The nodes of a graph by id, and which are joined. */
export interface Graph {
  readonly nodes: readonly string[]
  readonly edges: readonly (readonly [string, string])[]
}

/** A node and where it stands, in units of its own. */
export type Placed = readonly [node: string, at: Point]

cytoscape.use(fcose)

/** Lays a graph out; the same graph in the same order always gives the same places. */
export function forcePlaces({ nodes, edges }: Graph): Placed[] {
  const graph = cytoscape({
    headless: true,
    styleEnabled: true,
    elements: [
      ...nodes.map((id) => ({ data: { id } })),
      ...edges.map(([source, target]) => ({ data: { source, target } })),
    ],
  })
  const layout = {
    name: 'fcose',
    quality: 'default',
    randomize: true,
    animate: false,
    fit: false,
  } satisfies FcoseLayoutOptions
  seeded(() => {
    graph.layout(layout).run()
  })
  const places = graph.nodes().map((node): Placed => [node.id(), { ...node.position() }])
  graph.destroy()
  return places
}

/** Fcose takes its chances from `Math.random` alone, and is done when `run` returns. */
function seeded(run: () => void): void {
  const { random } = Math
  const chances = seededRandom('kadscope')
  Math.random = () => chances.next()
  try {
    run()
  } finally {
    Math.random = random
  }
}
