// Facts about wires that came up lately.

import { expect, test } from 'vitest'
import type { PeerName } from '../kad/kad-id.ts'
import { population } from '../kad/test-population.ts'
import { createFreshWires } from './fresh-wires.ts'
import type { TableChange } from './kad-table.ts'
import { peerIdOf } from './peer-ids.ts'

const FRESH_MS = 3000

/** A clock that is moved on, the wires of every peer, and a table that says what it is told to. */
function room() {
  const state = { now: 100_000, wires: [] as { timeline: { open: number } }[] }
  let tell = (_: TableChange): void => undefined
  const isFresh = createFreshWires({
    wiresTo: () => state.wires,
    clock: { now: () => state.now },
    freshMs: FRESH_MS,
    table: {
      onTableChange(listener) {
        tell = listener
        return () => undefined
      },
    },
  })
  return {
    ...{ state, isFresh },
    tell: (change: TableChange) => {
      tell(change)
    },
    dial: () => {
      state.wires = [...state.wires, { timeline: { open: state.now } }]
    },
  }
}

const [name, other] = population(2) as [PeerName, PeerName]

test('a wire is fresh for a while', () => {
  const { state, isFresh, dial } = room()
  const peer = peerIdOf(name)
  expect(isFresh(peer)).toBe(false)
  dial()
  expect(isFresh(peer)).toBe(true)
  state.now += FRESH_MS
  expect(isFresh(peer)).toBe(false)
})

test('who was taken out of the table since has to answer, until it comes with another wire', () => {
  const { state, isFresh, tell, dial } = room()
  dial()
  state.now += 500
  tell({ kind: 'removed', contact: name })
  tell({ kind: 'added', contact: other })
  expect(isFresh(peerIdOf(name))).toBe(false)
  expect(isFresh(peerIdOf(other))).toBe(true)
  state.now += 500
  dial()
  expect(isFresh(peerIdOf(name))).toBe(true)
})
