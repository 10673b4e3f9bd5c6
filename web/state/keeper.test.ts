import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../src/base/manual-clock.ts'
import { ScenarioError } from '../../src/lab/scenario.ts'
import { Keeper } from './keeper.svelte.ts'
import type { Session } from './session.ts'

const session: Session = {
  tier: 'room',
  own: undefined,
  settings: undefined,
  peer: undefined,
  onEnvelopes: () => () => undefined,
  stop: () => Promise.resolve(),
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('keeping a session', () => {
  it('says what stands in the way, when it is tried again, and tries again', async () => {
    const clock = new ManualClock()
    let attempts = 0
    const began: Session[] = []
    const keeper = new Keeper({
      open: () => {
        attempts += 1
        return attempts < 3 ? Promise.reject(new Error('no relay')) : Promise.resolve(session)
      },
      began: (started) => began.push(started),
      hear: () => undefined,
      clock,
    })
    await keeper.start()
    expect(keeper.notice).toEqual({ text: 'no relay', retryAt: clock.now() + 1000 })
    clock.advance(1000)
    await settle()
    expect(keeper.notice?.retryAt).toBe(clock.now() + 2000)
    clock.advance(2000)
    await settle()
    expect(keeper.notice).toBeUndefined()
    expect(keeper.session).toBe(session)
    expect(began).toEqual([session])
  })

  it('does not try again what can only fail again', async () => {
    const clock = new ManualClock()
    let attempts = 0
    const keeper = new Keeper({
      open: () => {
        attempts += 1
        return Promise.reject(new ScenarioError('one peer is no network'))
      },
      began: () => undefined,
      hear: () => undefined,
      clock,
    })
    await keeper.start()
    expect(keeper.notice).toEqual({ text: 'one peer is no network', retryAt: undefined })
    clock.advance(60_000)
    await settle()
    expect(attempts).toBe(1)
  })

  it('ends a session that comes after it was stopped', async () => {
    let stopped = false
    let open: (session: Session) => void = () => undefined
    const keeper = new Keeper({
      open: () => new Promise((resolve) => (open = resolve)),
      began: () => undefined,
      hear: () => undefined,
    })
    const start = keeper.start()
    await keeper.stop()
    open({
      ...session,
      stop() {
        stopped = true
        return Promise.resolve()
      },
    })
    await start
    expect(stopped).toBe(true)
    expect(keeper.session).toBeUndefined()
  })

  it('goes over to another session and leaves the one before', async () => {
    const ended: string[] = []
    const sessions = ['first', 'second'].map((name): Session => ({
      ...session,
      stop() {
        ended.push(name)
        return Promise.resolve()
      },
    }))
    const began: Session[] = []
    const waiting = [...sessions]
    const keeper = new Keeper({
      open: () => Promise.resolve(waiting.shift() ?? session),
      began: (started) => began.push(started),
      hear: () => undefined,
    })
    await keeper.start()
    await keeper.restart()
    expect(began).toEqual(sessions)
    expect(ended).toEqual(['first'])
    expect(keeper.session).toBe(sessions[1])
  })
})
