// When a relayed wire is made direct: facts on a clock by hand, with wires that only say what they are.

import type { Connection, IdentifyResult, Libp2pEvents } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { TypedEventEmitter } from 'main-event'
import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { population } from '../kad/test-population.ts'
import type { MeshInit } from './mesh-init.ts'
import { createTurns } from './turns.ts'
import { createUpgrades } from './upgrades.ts'
import { bestOf, isDirect, SIGNALLING } from './wire-choice.ts'

const [lesser = '', greater = ''] = population(2, 'upgrades').sort()

/** After this a handshake that nothing holds up has begun, in milliseconds. */
const CALM_MS = 500

interface Wired {
  readonly clock: ManualClock
  /** How many handshakes were begun. */
  dialed(): number
  /** The direct wires that are open. */
  direct(): Connection[]
  /** A wire comes up and its other end says what it speaks. */
  open(path: 'relayed' | 'direct'): Connection
  close(connection: Connection): void
}

/** The wires of `own` to one peer. */
function wired(own: string, remote: string): Wired {
  const clock = new ManualClock()
  const events = new TypedEventEmitter<Libp2pEvents>()
  const connections: Connection[] = []
  let dialed = 0
  const close = (connection: Connection): void => {
    connections.splice(connections.indexOf(connection), 1)
    events.safeDispatchEvent('connection:close', { detail: connection })
    if (connections.length === 0) {
      events.safeDispatchEvent('peer:disconnect', { detail: connection.remotePeer })
    }
  }
  const open = (path: 'relayed' | 'direct'): Connection => {
    const circuit = `/ip4/127.0.0.1/tcp/8080/ws/p2p/${own}/p2p-circuit`
    const connection = {
      remotePeer: peerIdFromString(remote),
      remoteAddr: multiaddr(path === 'direct' ? `${circuit}/webrtc` : circuit),
      direction: 'inbound',
      status: 'open',
      timeline: { open: clock.now() },
    } as unknown as Connection
    connections.push(connection)
    events.safeDispatchEvent('connection:open', { detail: connection })
    const detail = { connection, protocols: [SIGNALLING] } as unknown as IdentifyResult
    events.safeDispatchEvent('peer:identify', { detail })
    return connection
  }
  createUpgrades({
    components: {
      peerId: peerIdFromString(own),
      events,
      transportManager: {
        dial() {
          dialed += 1
          return Promise.resolve(open('direct'))
        },
      },
    } as unknown as MeshInit['components'],
    clock,
    relays: () => [],
    direct: true,
    turns: createTurns(clock),
    best: () => bestOf(connections),
    usedAt: () => -Infinity,
    reachMs: () => 0,
  })
  return { clock, dialed: () => dialed, direct: () => connections.filter(isDirect), open, close }
}

test('N1 the greater makes a relayed wire direct soon, the lesser where it does not', async () => {
  const great = wired(greater, lesser)
  great.open('relayed')
  await great.clock.advanceAsync(CALM_MS)
  expect(great.dialed()).toBe(1)

  const less = wired(lesser, greater)
  less.open('relayed')
  await less.clock.advanceAsync(29_000)
  expect(less.dialed()).toBe(0)
  await less.clock.advanceAsync(2_000)
  expect(less.dialed()).toBe(1)
})

test('N1 a page that is reloaded gets a direct wire as soon as the first time', async () => {
  const { clock, dialed, direct, open, close } = wired(greater, lesser)
  const relayed = open('relayed')
  await clock.advanceAsync(CALM_MS)
  close(relayed)
  expect(dialed()).toBe(1)
  // Its new wire comes before the old one has gone.
  const [old] = direct()
  open('relayed')
  if (old !== undefined) close(old)
  await clock.advanceAsync(CALM_MS)
  expect(dialed()).toBe(2)
  expect(direct()).toHaveLength(1)
})

test('N1 nor does it wait where its old wire still looked well', async () => {
  const { clock, dialed, open, close } = wired(greater, lesser)
  const old = open('direct')
  open('relayed')
  await clock.advanceAsync(CALM_MS)
  expect(dialed()).toBe(0)
  close(old)
  await clock.advanceAsync(CALM_MS)
  expect(dialed()).toBe(1)
})
