import { describe, expect, it } from 'vitest'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { livePeers, wires } from '../../src/world/selectors.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { LAYOUTS, type NetworkFrame } from './network-frame.ts'
import { networkScene } from './network-scene.ts'
import { linesOf } from './network-wires.ts'
import { fieldOfPrefix, mapPlaces } from './prefix-map.ts'
import { GROUP_BITS, MOST_SINGLE, nodeOf, prefixGroups } from './prefix-groups.ts'
import { prefixOf } from '../../src/kad/prefix.ts'
import { dialerOf, rateOf, ratesOf, RATE_MS } from './wires.ts'

const room = new ModelRoom(3, 4)
for (let i = 0; i < 200; i += 1) room.join(i * 30)
const world = fold(emptyWorld(), room.drain())
const me = room.peers[1]
if (me === undefined) throw new Error('the room is empty')
const own = me.peerId
const ownGroup = prefixOf(me.kadId, GROUP_BITS)

const frame = (layout: (typeof LAYOUTS)[number], opened: readonly string[] = []): NetworkFrame => ({
  width: 850,
  height: 680,
  text: 12,
  own,
  selected: [],
  targets: [],
  knows: false,
  arrangement: { layout, opened: new Set(opened), forced: new Map() },
})

describe('a crowd', () => {
  it('is drawn as groups, which are all peers with that prefix', () => {
    const { groups } = networkScene(world, frame('ring'))
    expect(livePeers(world).length).toBeGreaterThan(MOST_SINGLE)
    expect(groups.flatMap(({ members }) => members)).toHaveLength(200)
    for (const { prefix, digit, members } of groups) {
      const truth = room.peers.filter(({ kadId }) => kadId.startsWith(digit))
      expect(new Set(members.map(({ peerId }) => peerId))).toEqual(
        new Set(truth.map(({ peerId }) => peerId)),
      )
      expect(Number.parseInt(prefix, 2).toString(16)).toBe(digit)
    }
  })

  it('shows the own peer one by one with its group, and those that were opened', () => {
    const other = networkScene(world, frame('ring')).groups.find(({ open }) => !open)
    const scene = networkScene(world, frame('ring', [other?.prefix ?? '']))
    const open = scene.groups.filter((group) => group.open)
    expect(new Set(open.map(({ prefix }) => prefix))).toEqual(new Set([ownGroup, other?.prefix]))
    expect(scene.peers).toHaveLength(open.flatMap(({ members }) => members).length)
    expect(scene.closed).toHaveLength(scene.groups.length - open.length)
  })

  it.each(LAYOUTS)('has every peer in the %s layout, inside of the picture', (layout) => {
    const scene = networkScene(world, frame(layout))
    expect(scene.everyone).toHaveLength(200)
    for (const { x, y } of scene.everyone) {
      expect(Math.abs(x)).toBeLessThan(425)
      expect(Math.abs(y)).toBeLessThan(340)
    }
  })

  it('has as many wires in its lines as there are between nodes', () => {
    const scene = networkScene(world, frame('ring'))
    const drawn = scene.wires.reduce((sum, { count }) => sum + count, 0)
    expect(drawn).toBeGreaterThan(scene.wires.length)
    expect(drawn).toBeLessThanOrEqual(wires(world).length)
    expect(scene.wiresInAll).toBe(wires(world).length)
  })

  it('counts in each line the wires between its two nodes, by the best of their paths', () => {
    const peers = livePeers(world)
    const groups = prefixGroups(peers, { opened: new Set(), focus: [] })
    const nodes = new Map(peers.map((peer) => [peer.peerId, nodeOf(peer, groups)]))
    const { lines } = linesOf(peers, nodes)
    const between = wires(world).filter(({ a, b }) => nodes.get(a) !== nodes.get(b))
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(between.length)
    for (const { a, b, path, count } of lines) {
      const those = between.filter((wire) =>
        [a, b].every((node) => [nodes.get(wire.a), nodes.get(wire.b)].includes(node)),
      )
      expect(those).toHaveLength(count)
      expect(those.some((wire) => wire.path === path)).toBe(true)
    }
  })
})

describe('the map by prefix', () => {
  it.each([1, 7, 200])('has each of %d ids within the field of its first digit', (count) => {
    const whole = { x: -400, y: -300, width: 800, height: 600 }
    const ids = room.peers.slice(0, count).map(({ kadId }) => kadId)
    const { places } = mapPlaces(ids, whole)
    for (const id of ids) {
      const field = fieldOfPrefix(prefixOf(id, 4), whole)
      const at = places.get(id)
      expect(at?.x).toBeGreaterThan(field.x)
      expect(at?.x).toBeLessThan(field.x + field.width)
      expect(at?.y).toBeGreaterThan(field.y)
      expect(at?.y).toBeLessThan(field.y + field.height)
    }
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(count)
  })
})

describe('a wire', () => {
  it('was dialed by the end whose connection goes out', () => {
    for (const wire of wires(world)) {
      const dialer = dialerOf(world, wire)
      if (dialer === undefined) continue
      const other = dialer === wire.a ? wire.b : wire.a
      const outgoing = [...(world.peers.get(dialer)?.connections.values() ?? [])].some(
        ({ remote, direction }) => remote === other && direction === 'out',
      )
      const incoming = [...(world.peers.get(other)?.connections.values() ?? [])].some(
        ({ remote, direction }) => remote === dialer && direction === 'in',
      )
      expect(outgoing || incoming).toBe(true)
    }
  })

  it('is as busy as the messages that were sent over it', () => {
    const rates = ratesOf(world, world.at)
    for (const { from, to } of world.messages) {
      const sent = [...world.messages].filter(
        (message) =>
          message.from === from && message.to === to && message.sentAt > world.at - RATE_MS,
      )
      expect(rateOf(rates, from, to)).toBeCloseTo((sent.length * 1000) / RATE_MS, 6)
    }
  })
})
