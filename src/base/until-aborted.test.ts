// Waiting no longer than a signal allows.

import { expect, test, vi } from 'vitest'
import { untilAborted } from './until-aborted.ts'

const failing = (): Promise<never> => Promise.reject(new Error('late'))

test('without a signal, or with one that stays quiet, it is the promise', async () => {
  expect(await untilAborted(Promise.resolve(1), undefined)).toBe(1)
  expect(await untilAborted(Promise.resolve(1), new AbortController().signal)).toBe(1)
  await expect(untilAborted(failing(), new AbortController().signal)).rejects.toThrow('late')
})

test('an abort ends the waiting with its reason', async () => {
  const controller = new AbortController()
  const waiting = untilAborted(new Promise(() => undefined), controller.signal)
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
})

test('a failure after the abort, or of what was aborted before, is heard by nobody and harms nobody', async () => {
  const unheard = vi.fn()
  process.on('unhandledRejection', unheard)
  const controller = new AbortController()
  controller.abort(new Error('enough'))
  await expect(untilAborted(failing(), controller.signal)).rejects.toThrow('enough')
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', unheard)
  expect(unheard).not.toHaveBeenCalled()
})
