// In place of libp2p's emitters, which are event targets: each message passes a dozen of them, and a
// browser takes longer to call a listener than most listeners take. So does Node.

/** A listener as `addEventListener` takes it. */
type Callback = ((event: Event) => void) | { handleEvent(event: Event): void }

interface Listener {
  readonly callback: Callback
  readonly capture: boolean
  readonly once: boolean
  readonly signal: AbortSignal | undefined
  /** Takes the listener away when `signal` aborts. */
  readonly onAbort: () => void
  /** Whether it was taken away: an event under way does not reach it any more. */
  isGone: boolean
}

type Options = boolean | AddEventListenerOptions | undefined

/**
 * `TypedEventEmitter` of main-event, but no `EventTarget`: events reach their listeners by plain
 * calls and have no `target`, which libp2p never asks for, and cannot be stopped on their way.
 */
export class TypedEventEmitter {
  readonly #listeners = new Map<string, Listener[]>()

  listenerCount(type: string): number {
    return this.#listeners.get(type)?.length ?? 0
  }

  addEventListener(type: string, callback: Callback | null, options?: Options): void {
    const { capture, once, signal } = flat(options)
    if (callback === null || signal?.aborted === true) return
    const known = this.#listeners.get(type) ?? []
    if (known.some((one) => one.callback === callback && one.capture === capture)) return
    const onAbort = (): void => {
      this.removeEventListener(type, callback, capture)
    }
    signal?.addEventListener('abort', onAbort)
    const listener = { callback, capture, once, signal, onAbort, isGone: false }
    // Never changed but replaced: an event under way goes on through the listeners it began with.
    this.#listeners.set(type, [...known, listener])
  }

  removeEventListener(type: string, callback: Callback | null, options?: Options): void {
    const known = this.#listeners.get(type)
    if (known === undefined) return
    const { capture } = flat(options)
    const gone = known.find((one) => one.callback === callback && one.capture === capture)
    if (gone === undefined) return
    gone.isGone = true
    gone.signal?.removeEventListener('abort', gone.onAbort)
    this.#listeners.set(
      type,
      known.filter((one) => one !== gone),
    )
  }

  dispatchEvent(event: Event): boolean {
    for (const listener of this.#listeners.get(event.type) ?? NOBODY) {
      if (listener.isGone) continue
      const { callback } = listener
      if (listener.once) this.removeEventListener(event.type, callback, listener.capture)
      try {
        if (typeof callback === 'function') callback(event)
        else callback.handleEvent(event)
      } catch (error) {
        // As event targets do it: told to page or process, and the others hear of the event all the same.
        report(error)
      }
    }
    return !event.defaultPrevented
  }

  safeDispatchEvent(type: string, detail: CustomEventInit = {}): boolean {
    // Most events of queues are heard by nobody. A `dispatchEvent` of one's own is asked all the same.
    const isOwn = this.dispatchEvent !== TypedEventEmitter.prototype.dispatchEvent
    if (!isOwn && this.listenerCount(type) === 0) return true
    return this.dispatchEvent(new CustomEvent(type, detail))
  }
}

function report(error: unknown): void {
  if ('reportError' in globalThis) reportError(error)
  // Node has none, and ends with what nobody catches.
  else
    queueMicrotask(() => {
      throw error
    })
}

const NOBODY: readonly Listener[] = []

function flat(options: Options): Pick<Listener, 'capture' | 'once' | 'signal'> {
  if (typeof options !== 'object') {
    return { capture: options === true, once: false, signal: undefined }
  }
  const { capture = false, once = false, signal } = options
  return { capture, once, signal }
}

/** Node warns of many listeners (see relay/quick-events.ts); here nobody does. */
export function setMaxListeners(): void {
  // Nothing to do.
}
