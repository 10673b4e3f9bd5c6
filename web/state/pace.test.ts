import { expect, test } from 'vitest'
import { frameInterval } from './pace.ts'

const cheap = { patience: 1, costMs: 1, peersHere: true }

test('what is watched is drawn with every frame, what is quiet a few times a second', () => {
  const watched = frameInterval({ ...cheap, peersHere: false, watching: true, quietMs: 60_000 })
  const live = frameInterval({ ...cheap, watching: false, quietMs: 100 })
  const quiet = frameInterval({ ...cheap, watching: false, quietMs: 60_000 })
  expect(watched).toBe(0)
  expect(live).toBeGreaterThan(16)
  expect(live).toBeLessThanOrEqual(34)
  expect(quiet).toBeGreaterThan(200)
})

test('dear frames of live traffic leave nineteen parts of twenty of the time to the peers', () => {
  const live = frameInterval({ ...cheap, costMs: 20, watching: false, quietMs: 100 })
  expect(live).toBe(20 * 19)
})

test('before the page is up a rung of the ladder is drawn now and then', () => {
  const arriving = { ...cheap, arriving: true, watching: false }
  expect(frameInterval({ ...arriving, quietMs: 100 })).toBe(400)
  expect(frameInterval({ ...arriving, costMs: 30, quietMs: 100 })).toBe(30 * 19)
})

test('where the peers have a thread of their own, live traffic is drawn as what is watched', () => {
  const lab = { ...cheap, peersHere: false, costMs: 20, watching: false }
  expect(frameInterval({ ...lab, quietMs: 100 })).toBe(40)
  expect(frameInterval({ ...lab, quietMs: 60_000 })).toBeGreaterThan(200)
})

test('a Lab that joins is drawn as seldom as a room, but what is watched in it as ever', () => {
  const joining = { ...cheap, peersHere: false, joining: true, costMs: 20 }
  expect(frameInterval({ ...joining, watching: false, quietMs: 100 })).toBe(20 * 19)
  expect(frameInterval({ ...joining, watching: true, quietMs: 0 })).toBe(40)
})

test('dear frames of what is watched leave two thirds of the time, to peers in the tab four fifths', () => {
  const watched = { ...cheap, watching: true, quietMs: 0 }
  expect(frameInterval({ ...watched, peersHere: false, costMs: 20 })).toBe(40)
  expect(frameInterval({ ...watched, costMs: 20 })).toBe(80)
})

test('beside peers what is watched is drawn 30 times a second, however cheap it is', () => {
  const watched = frameInterval({ ...cheap, watching: true, quietMs: 0 })
  expect(watched).toBe(frameInterval({ ...cheap, watching: false, quietMs: 0 }))
})

test('a busy machine draws less: live traffic less still, what is watched a few times a second', () => {
  const busy = { ...cheap, patience: 3, costMs: 12 }
  const live = frameInterval({ ...busy, watching: false, quietMs: 100 })
  const watched = frameInterval({ ...busy, watching: true, quietMs: 0 })
  expect(live).toBeGreaterThan(250)
  expect(watched).toBe(144)
})

test('a picture never rests for more than two seconds', () => {
  const dear = { ...cheap, patience: 5, costMs: 400, watching: false, quietMs: 60_000 }
  expect(frameInterval(dear)).toBe(2000)
})
