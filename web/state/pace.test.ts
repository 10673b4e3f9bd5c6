import { expect, test } from 'vitest'
import { frameInterval } from './pace.ts'

test('what is watched is drawn with every frame, what is quiet a few times a second', () => {
  const watched = frameInterval({ watching: true, quietMs: 60_000 })
  const live = frameInterval({ watching: false, quietMs: 100 })
  const quiet = frameInterval({ watching: false, quietMs: 60_000 })
  expect(watched).toBe(0)
  expect(live).toBeGreaterThan(16)
  expect(live).toBeLessThanOrEqual(34)
  expect(quiet).toBeGreaterThan(200)
})
