// Facts about the weather: how long messages take and how many are lost, in figures.

import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../base/random.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { Weather, type WeatherInit } from './weather.ts'

const [a, b, c] = ['a', 'b', 'c'] as [PeerName, PeerName, PeerName]
const TRIALS = 10_000

function weatherOf(init: Omit<WeatherInit, 'random'> = {}): Weather {
  return new Weather({ random: seededRandom('weather'), ...init })
}

/** The share of messages from one peer to another that are lost. */
function lostShare(weather: Weather, from: PeerName, to: PeerName): number {
  const lost = Array.from({ length: TRIALS }, () => weather.loses(from, to))
  return lost.filter(Boolean).length / TRIALS
}

describe('V4 the weather', () => {
  test('loses the share of messages that it says, and where two shares meet the worse', () => {
    const weather = weatherOf({ loss: 0.1 })
    expect(lostShare(weather, a, b)).toBeCloseTo(0.1, 1)
    weather.change([{ peers: new Set([a]), reach: 'wires of', loss: 0.4 }])
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(Math.abs(lostShare(weather, from, to) - 0.4)).toBeLessThan(0.02)
    }
    expect(Math.abs(lostShare(weather, b, c) - 0.1)).toBeLessThan(0.02)
    weather.change([])
    expect(lostShare(weatherOf(), a, b)).toBe(0)
  })

  test('takes as long as its latency says, each length as likely', () => {
    const weather = weatherOf({ latency: { least: 20, most: 60 } })
    const delays = Array.from({ length: TRIALS }, () => weather.delay(a, b, 100))
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(20)
    expect(Math.max(...delays)).toBeLessThanOrEqual(60)
    const mean = delays.reduce((sum, ms) => sum + ms, 0) / TRIALS
    expect(Math.abs(mean - 40)).toBeLessThan(1)
  })

  test('takes longer the more bytes there are, by its bandwidth', () => {
    const weather = weatherOf({ bandwidth: 10_000 })
    expect(weather.delay(a, b, 500)).toBe(50)
    expect(weather.delay(a, b, 5_000)).toBe(500)
    expect(weatherOf().delay(a, b, 5_000)).toBe(0)
  })
})
