import { describe, expect, it } from 'vitest'
import { flightAt } from './flight.ts'

const answered = { sentAt: 100, endedAt: 120, failed: false }

describe('a message on its wire', () => {
  it('is not there before it was sent and after it ended', () => {
    expect(flightAt(answered, 99)).toBeUndefined()
    expect(flightAt(answered, 121)).toBeUndefined()
  })

  it('goes there and comes back in the time it took', () => {
    expect(flightAt(answered, 105)).toEqual({ along: 0.5, leg: 'request' })
    expect(flightAt(answered, 110)).toEqual({ along: 1, leg: 'answer' })
    expect(flightAt(answered, 115)).toEqual({ along: 0.5, leg: 'answer' })
  })

  it('stays at the far end when it fails', () => {
    expect(flightAt({ ...answered, failed: true }, 118)).toEqual({ along: 1, leg: 'failure' })
  })

  it('never seems to arrive while its end is unknown', () => {
    const flight = flightAt({ sentAt: 0, endedAt: undefined, failed: false }, 400)
    expect(flight?.leg).toBe('request')
    expect(flight?.along).toBeGreaterThan(0.9)
    expect(flight?.along).toBeLessThan(1)
  })
})
