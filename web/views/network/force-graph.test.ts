import { describe, expect, it } from 'vitest'
import { emptyWorld } from '../../../src/world/empty-world.ts'
import { fold } from '../../../src/world/reduce.ts'
import { networkGraph } from '../../draw/network-graph.ts'
import type { NetworkFrame } from '../../draw/network-frame.ts'
import { ModelRoom } from '../../fixtures/model-room.ts'
import { forcePlaces } from './force-graph.ts'

const FRAME: NetworkFrame = {
  width: 850,
  height: 680,
  text: 12,
  own: undefined,
  selected: [],
  targets: [],
  knows: false,
}

describe.each([8, 200])('the places of %d peers by their wires', (count) => {
  const room = new ModelRoom(3, 4)
  for (let i = 0; i < count; i += 1) room.join(i * 30)
  const world = fold(emptyWorld(), room.drain())
  const graph = networkGraph(world, FRAME)

  it('are the same for the same graph, whoever is selected', () => {
    const selected = room.peers.slice(2, 3).map(({ peerId }) => peerId)
    const places = forcePlaces(graph)
    expect(forcePlaces(graph)).toEqual(places)
    if (count < 150) expect(networkGraph(world, { ...FRAME, selected })).toEqual(graph)
  })

  it('keep all nodes apart', () => {
    const places = forcePlaces(graph)
    expect(places.map(([node]) => node)).toEqual(graph.nodes)
    const spots = new Set(places.map(([, { x, y }]) => `${Math.round(x)} ${Math.round(y)}`))
    expect(spots.size).toBe(graph.nodes.length)
  })

  it('leave chance as it was', () => {
    const { random } = Math
    forcePlaces(graph)
    expect(Math.random).toBe(random)
  })
})
