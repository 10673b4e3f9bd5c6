// When a get must find a record.

import { expect, test } from 'vitest'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import { population } from '../src/kad/test-population.ts'
import { mustBeFound } from './soak-oracle.ts'

const KEY = '/u/a' as RecordKey
const live = population(12)
const [nearest, , , , fifth] = closestTo(kadIdOfKey(KEY), live, 12, kadIdOfPeer)

function held(peer: PeerName | undefined): ReadonlyMap<PeerName, ReadonlySet<string>> {
  return new Map(peer === undefined ? [] : [[peer, new Set([KEY])]])
}

test('it must be when one of the k closest holds it', () => {
  expect(mustBeFound(KEY, { k: 4, live, held: held(nearest) })).toBe(true)
})

test('it need not be when only others hold it, or nobody', () => {
  expect(mustBeFound(KEY, { k: 4, live, held: held(fifth) })).toBe(false)
  expect(mustBeFound(KEY, { k: 4, live, held: held(undefined) })).toBe(false)
})
