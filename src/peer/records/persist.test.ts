// Silence is no answer: what is tried again, how often, and what ends it. Time by hand.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ManualClock } from '../../base/manual-clock.ts'
import { nextTurn } from '../../base/next-turn.ts'
import type { LabPeer } from '../../lab/population.ts'
import { TestLab } from '../../lab/test-lab.ts'
import type { RecordKey } from '../../kad/kad-id.ts'
import { isLastAttempt, persist, SilentPeersError, type Persistence } from './persist.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

describe('an operation that came to nothing', () => {
  const clock = new ManualClock(0)
  const { signal: stopped } = new AbortController()
  const persistence = { key: '/u/x', clock, stopped, signal: undefined }

  /** Runs attempts that end as `outcomes` say, one after the other; how many there were. */
  async function runThrough(
    outcomes: readonly (Error | 'done')[],
    changes: Partial<Persistence> = {},
  ): Promise<{ attempts: number; result: unknown }> {
    let attempts = 0
    const running = persist({ ...persistence, ...changes }, (count) => {
      const outcome = outcomes[Math.min(attempts, outcomes.length - 1)]
      attempts = count
      return outcome === 'done' ? Promise.resolve('done') : Promise.reject(outcome ?? new Error())
    }).catch((thrown: unknown) => thrown)
    await clock.advanceAsync(60_000, nextTurn)
    const result = await running
    return { attempts, result }
  }

  test('is tried again while peers are silent or the time of an attempt was up', async () => {
    const silence = new SilentPeersError('/u/x')
    const timeout = new DOMException('too long', 'TimeoutError')
    expect(await runThrough([silence, timeout, 'done'])).toMatchObject({
      attempts: 3,
      result: 'done',
    })
  })

  test('is given up by name after six attempts, or after the one that says so', async () => {
    const timeout = new DOMException('too long', 'AbortError')
    expect(await runThrough([timeout])).toMatchObject({
      attempts: 6,
      result: { name: 'SilentPeersError' },
    })
    const silence = new SilentPeersError('/u/x')
    const final = new SilentPeersError('/u/x', true)
    expect(await runThrough([silence, final])).toMatchObject({ attempts: 2, result: final })
    expect([2, 3].map((count) => isLastAttempt(count, true))).toEqual([false, true])
    expect([5, 6].map((count) => isLastAttempt(count, false))).toEqual([false, true])
  })

  test('is not tried again when somebody answered, or nobody wants it any more', async () => {
    const refused = new TypeError('refused')
    expect(await runThrough([refused])).toMatchObject({ attempts: 1, result: refused })
    const signal = AbortSignal.abort(new Error('never mind'))
    const silence = new SilentPeersError('/u/x')
    expect(await runThrough([silence], { signal })).toMatchObject({ attempts: 1, result: silence })
    expect(await runThrough([silence], { stopped: signal })).toMatchObject({ attempts: 1 })
  })
})

describe('in a room of twelve', () => {
  let lab: TestLab
  let asker: LabPeer

  beforeEach(async () => {
    lab = new TestLab('silence')
    await lab.join(12)
    asker = lab.someone()
  })
  afterEach(() => lab.stop())

  /** Keys whose nearest peers are all others than the asker. */
  function keyOfOthers(): RecordKey {
    for (let index = 0; ; index += 1) {
      const key = `/u/silent-${index}` as RecordKey
      if (!lab.closest(key).includes(asker.peerId)) return key
    }
  }

  /** Cuts the peers nearest to a key off, and lets them back in after `ms`. */
  function silence(key: RecordKey, ms: number): void {
    const cut = new Map(lab.closest(key).map((peer) => [peer, 1]))
    lab.weather.partition(cut)
    lab.clock.after(ms, () => lab.weather.heal())
  }

  test('R2 R3 a put and a get outlast a silence of all holders', async () => {
    const key = keyOfOthers()
    await lab.run(asker.put('first', { key }))
    silence(key, 2_000)
    expect((await lab.run(asker.get(key))).value).toBe('first')
    silence(key, 2_000)
    const { quorum } = await lab.run(asker.put('second', { key, quorum: 'all' }))
    expect(quorum).toBe('all')
    expect(lab.holders(key)).toEqual(expect.arrayContaining(lab.closest(key)))
  })

  test('R2 a put waits for one of the nearest: stand-ins for those that are late do not count', async () => {
    const key = keyOfOthers()
    silence(key, 2_000)
    const { replicas, quorum } = await lab.run(asker.put('for later', { key }))
    expect(quorum).not.toBe('one')
    expect(replicas.filter((peer) => lab.closest(key).includes(peer))).not.toEqual([])
    const read = await lab.run(Promise.all(lab.peers.map((peer) => peer.get(key))))
    expect(new Set(read.map(({ value }) => value))).toEqual(new Set(['for later']))
  })

  test('R3 nobody has it is told only when those near the key say so', async () => {
    const missing = lab.run(asker.get(keyOfOthers()))
    await expect(missing).rejects.toMatchObject({ name: 'RecordNotFoundError' })
    const tried = lab.events('lookup.finished').filter(({ by }) => by === asker.peerId)
    expect(tried.filter(({ outcome }) => outcome === 'missing')).toHaveLength(1)
  })
})
