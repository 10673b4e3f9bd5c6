// Facts about the end of a worker: the World must not go on showing its peers.

import { expect, test } from 'vitest'
import { livePeers } from '../../src/world/selectors.ts'
import { TestRoom } from '../../src/world/test-room.ts'
import { LastWords } from './last-words.ts'

test('after the farewell nobody is live, and who starts anew is', () => {
  const room = new TestRoom(4)
  for (const index of [0, 1, 2, 3]) room.start(index)
  room.open(0, 1)
  room.stop(3)
  const words = new LastWords()
  words.hear(room.told)
  const farewell = words.farewell(room.at + 10)
  expect(farewell.map(({ peer }) => peer)).toEqual([0, 1, 2].map((index) => room.name(index)))
  for (const envelope of farewell) room.hear(envelope)
  expect(livePeers(room.world)).toEqual([])
  expect(words.farewell(room.at)).toEqual([])

  // A new run counts from the beginning.
  const [first] = room.told
  if (first === undefined) throw new Error('nothing was told')
  room.hear({ ...first, seq: 0, at: room.at + 20 })
  expect(livePeers(room.world).map(({ peerId }) => peerId)).toEqual([first.peer])
})
