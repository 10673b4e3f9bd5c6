// Facts about the stand-ins: they give what the libraries' own give.

import fnv1a from '@sindresorhus/fnv1a'
import fc from 'fast-check'
import { TypedEventEmitter } from 'main-event'
import { sha256, sha512 } from 'multiformats/hashes/sha2'
import { expect, test, vi } from 'vitest'
import * as quickEvents from './quick-events.ts'
import quickFnv1a from './quick-fnv1a.ts'
import * as quick from './quick-sha2.ts'

test('the quick FNV-1a is that of the library', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(quickFnv1a(bytes)).toBe(Number(fnv1a(bytes, { size: 32 })))
    }),
  )
})

test('the quick SHA-2 is that of multiformats, for short texts at once', async () => {
  for (const length of [0, 1, 32, 38, 2_047, 2_048, 65_536]) {
    const bytes = crypto.getRandomValues(new Uint8Array(length))
    const quick256 = quick.sha256.digest(bytes)
    expect(quick256 instanceof Promise).toBe(bytes.length >= 2_048)
    expect(await quick256).toEqual(await sha256.digest(bytes))
    // Asked again, and whatever was done to the answer.
    ;(await quick256).digest.fill(0)
    expect(await quick.sha256.digest(bytes)).toEqual(await sha256.digest(bytes))
    expect(await quick.sha512.digest(bytes)).toEqual(await sha512.digest(bytes))
  }
})

type Emitter = TypedEventEmitter<Record<string, CustomEvent<number>>>

const emitters = (): Emitter[] => [
  new TypedEventEmitter(),
  new quickEvents.TypedEventEmitter() as unknown as Emitter,
]

/** What may be done to an emitter, by a listener too while it is called. */
type Deed =
  | {
      readonly does: 'add'
      readonly who: number
      readonly once: boolean
      readonly capture: boolean
    }
  | { readonly does: 'remove'; readonly who: number; readonly capture: boolean }
  | { readonly does: 'abort'; readonly who: number }
  | { readonly does: 'send'; readonly detail: number }

const who = fc.nat(4)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    does: fc.constant('add' as const),
    who,
    once: fc.boolean(),
    capture: fc.boolean(),
  }),
  fc.record({ does: fc.constant('remove' as const), who, capture: fc.boolean() }),
  fc.record({ does: fc.constant('abort' as const), who }),
  fc.record({ does: fc.constant('send' as const), detail: fc.nat(99) }),
)

/** Does it all to an emitter with five listeners; what they heard, and how many there were each time. */
function played(
  emitter: Emitter,
  deeds: readonly Deed[],
  reactions: readonly (Deed | undefined)[],
): string[] {
  const log: string[] = []
  const signals = reactions.map(() => new AbortController())
  let depth = 0
  const run = (one: Deed): void => {
    const listener = 'who' in one ? listeners[one.who] : undefined
    if (one.does === 'send' && depth < 2) {
      depth += 1
      log.push(`${one.detail}: ${emitter.safeDispatchEvent('some', { detail: one.detail })}`)
      depth -= 1
    }
    if (listener === undefined) return
    if (one.does === 'add') {
      const { once, capture } = one
      const signal = signals[one.who]?.signal
      emitter.addEventListener('some', listener, { once, capture, ...(signal && { signal }) })
    }
    if (one.does === 'remove')
      emitter.removeEventListener('some', listener, { capture: one.capture })
    if (one.does === 'abort') signals[one.who]?.abort()
    log.push(`${emitter.listenerCount('some')}`)
  }
  const listeners = reactions.map((reaction, index) => ({
    handleEvent({ detail }: CustomEvent<number>): void {
      log.push(`${index} heard ${detail}`)
      if (reaction !== undefined) run(reaction)
    },
  }))
  deeds.forEach(run)
  return log
}

test('the quick emitter calls whom that of main-event calls, in the same order', () => {
  // Node calls listeners that were added while an event is under way; browsers do not.
  const reaction = deed.filter(({ does }) => does !== 'add')
  const reactions = fc.array(fc.option(reaction, { nil: undefined }), {
    minLength: 5,
    maxLength: 5,
  })
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 25 }), reactions, (deeds, reacts) => {
      const [theirs, ours] = emitters().map((emitter) => played(emitter, deeds, reacts))
      expect(ours).toEqual(theirs)
    }),
    { numRuns: 500 },
  )
})

test('as in browsers, who begins to listen to the quick emitter while an event is under way hears the next', () => {
  const [, emitter] = emitters()
  const late = vi.fn()
  emitter?.addEventListener('some', () => {
    emitter.addEventListener('some', late)
  })
  emitter?.safeDispatchEvent('some', { detail: 1 })
  expect(late).not.toHaveBeenCalled()
  emitter?.safeDispatchEvent('some', { detail: 2 })
  expect(late).toHaveBeenCalledOnce()
})

test('the quick emitter asks a dispatchEvent of one’s own, and says what was prevented', () => {
  for (const emitter of emitters()) {
    const dispatched = vi.fn(emitter.dispatchEvent.bind(emitter))
    emitter.dispatchEvent = dispatched
    emitter.safeDispatchEvent('some', { detail: 1 })
    expect(dispatched).toHaveBeenCalledOnce()
    emitter.addEventListener('some', (event) => {
      event.preventDefault()
    })
    expect(emitter.safeDispatchEvent('some', { cancelable: true, detail: 2 })).toBe(false)
  }
})

test('a listener of the quick emitter that throws is told to the page, and the others hear all the same', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const [, emitter] = emitters()
  const heard = vi.fn()
  emitter?.addEventListener('some', () => {
    throw new RangeError('of a test')
  })
  emitter?.addEventListener('some', heard)
  expect(emitter?.safeDispatchEvent('some', { detail: 3 })).toBe(true)
  expect(heard).toHaveBeenCalledOnce()
  expect(reported).toHaveBeenCalledExactlyOnceWith(expect.any(RangeError))
  vi.unstubAllGlobals()
})
