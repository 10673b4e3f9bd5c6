import { expect, test } from 'vitest'
import { frameInterval } from './pace.ts'

const idle = { patience: 1 }

test('what is watched is drawn with every frame, what is quiet a few times a second', () => {
  const watched = frameInterval({ ...idle, watching: true, quietMs: 60_000 })
  const live = frameInterval({ ...idle, watching: false, quietMs: 100 })
  const quiet = frameInterval({ ...idle, watching: false, quietMs: 60_000 })
  expect(watched).toBe(0)
  expect(live).toBeGreaterThan(16)
  expect(live).toBeLessThanOrEqual(34)
  expect(quiet).toBeGreaterThan(200)
})

test('a busy machine draws less: live traffic less still, what is watched a few times a second', () => {
  const live = { watching: false, quietMs: 100 }
  expect(frameInterval({ ...live, patience: 3 })).toBeGreaterThan(250)
  const watched = frameInterval({ watching: true, quietMs: 0, patience: 3 })
  expect(watched).toBeGreaterThan(50)
  expect(watched).toBeLessThan(200)
})
