// How peers are called and lookups told in a terminal.

import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { kadIdOfPeer } from '../../src/kad/kad-id.ts'
import { nickname, shortHex } from '../../src/kad/nickname.ts'
import { log2Distance } from '../../src/kad/metric.ts'
import { randomPeerName } from '../../src/kad/test-population.ts'
import { NOWHERE } from '../../src/world/version-values.ts'
import type { Lookup, Message } from '../../src/world/world.ts'
import { colouredDot } from '../colour.ts'
import { hopLines, hopsOf } from './lookup-text.ts'
import { columns, peerText } from './names.ts'
import { isCalled } from './room-view.ts'

const random = seededRandom('text')
const [own, near, far, other] = Array.from({ length: 4 }, () => randomPeerName(random)) as [
  ReturnType<typeof randomPeerName>,
  ReturnType<typeof randomPeerName>,
  ReturnType<typeof randomPeerName>,
  ReturnType<typeof randomPeerName>,
]

test('columns are aligned whatever colours are in them, and the last one is left alone', () => {
  const red = '\u001B[31mab\u001B[39m'
  expect(columns([[red, 'x'], ['abcd', 'y'], ['']])).toEqual([`${red}    x`, 'abcd  y', ''])
})

test('a peer has a name and four digits, and a dot where there are colours', () => {
  const id = kadIdOfPeer(near)
  expect(peerText(near, false)).toBe(`${nickname(id)} ${shortHex(id)}`)
  expect(peerText(near, true)).toBe(`${colouredDot(id)} ${nickname(id)} ${shortHex(id)}`)
})

test('C5 a peer is meant by its name, its name and digits, or four and more digits', () => {
  const id = kadIdOfPeer(near)
  const name = nickname(id)
  for (const text of [name, name.toUpperCase(), `${name} ${id.slice(0, 4)}`, id.slice(0, 9), id]) {
    expect(isCalled(near, text)).toBe(true)
  }
  for (const text of [id.slice(0, 3), `${name}x`, '', 'zzzz', nickname(kadIdOfPeer(far))]) {
    expect(isCalled(near, text)).toBe(false)
  }
})

test('a hop is one more than that of who named the peer', () => {
  const target = kadIdOfPeer(other)
  const message = (to: Message['to'], change: Partial<Message>): Message => ({
    ...{ rpc: to, spot: NOWHERE, from: own, to, type: 'FIND_NODE', target, key: undefined },
    ...{ lookup: 'a' },
    ...{ path: 0, dialMs: 0, sentAt: 0, endedAt: 9, ms: 9, state: 'answered', error: undefined },
    ...{ bytes: 10, closer: [], hasRecord: false },
    ...change,
  })
  const messages = [
    message(far, { closer: [near] }),
    message(near, { closer: [other], ms: 12 }),
    message(other, { state: 'failed', error: 'TimeoutError', ms: 1000 }),
  ]
  const lookup: Lookup = {
    ...{ lookup: 'a', by: own, operation: 'closest', target, key: undefined, background: false },
    ...{ startedAt: 0, finishedAt: 9, ms: 9, outcome: 'done', error: undefined, closest: [near] },
    messages,
  }
  const hops = hopsOf(lookup)
  expect(hops.map(({ hop }) => hop)).toEqual([1, 2, 3])
  expect(hops.map(({ peer }) => peer)).toEqual([far, near, other])
  expect(hops[0]?.distance).toBe(log2Distance(kadIdOfPeer(far), target))
  const lines = hopLines(hops, false)
  expect(lines[1]).toMatch(/^hop 2 {2}.*12 ms {2}named 1 peer$/)
  expect(lines[2]).toMatch(/^hop 3 {2}.*no answer: TimeoutError$/)
})
