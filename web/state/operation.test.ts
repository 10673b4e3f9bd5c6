import { describe, expect, it } from 'vitest'
import { Operation } from './operation.svelte.ts'

describe('an operation', () => {
  it('ends done with its result', async () => {
    const operation = new Operation<number>()
    const run = operation.run(() => Promise.resolve(4))
    expect(operation.now.state).toBe('running')
    await run
    expect(operation.now).toEqual({ state: 'done', result: 4 })
  })

  it('ends failed with the name and the sentence of the error', async () => {
    const operation = new Operation<number>()
    await operation.run(() => Promise.reject(new RangeError('too large')))
    expect(operation.now).toEqual({ state: 'failed', name: 'RangeError', message: 'too large' })
  })

  it('shows the newest when one is started over another', async () => {
    const operation = new Operation<number>()
    let finish: (value: number) => void = () => undefined
    const first = operation.run(() => new Promise((resolve) => (finish = resolve)))
    await operation.run(() => Promise.resolve(2))
    finish(1)
    await first
    expect(operation.now).toEqual({ state: 'done', result: 2 })
  })
})
