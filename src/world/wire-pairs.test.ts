// Facts about pairs of peers with wires: they are those that the wires tell of.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderlyEnvelopes } from '../event/test-arbitraries.ts'
import { emptyWorld } from './empty-world.ts'
import { fold } from './reduce.ts'
import { livePeers, wires } from './selectors.ts'
import { eachPair } from './wire-pairs.ts'

test('each two with a wire come once, the lower place first, by their best path', () => {
  fc.assert(
    fc.property(orderlyEnvelopes, (envelopes) => {
      const world = fold(emptyWorld(), envelopes)
      const live = livePeers(world)
      const pairs: string[] = []
      eachPair(live, (low, high, path) => {
        expect(low).toBeLessThan(high)
        const ends = [live[low]?.peerId ?? '', live[high]?.peerId ?? '']
        pairs.push([...ends.sort(), path].join(' '))
      })
      const expected = wires(world).map(({ a, b, path }) => [a, b, path].join(' '))
      expect(pairs.sort()).toEqual(expected.sort())
    }),
  )
})
