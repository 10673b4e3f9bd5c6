// The named errors of asking a peer what it holds.

import { KadscopeError } from '../../base/errors.ts'

/** A peer could not be asked, or answered with something that is no answer. */
export class InventoryUnavailableError extends KadscopeError {
  override name = 'InventoryUnavailableError'
  constructor(peer: string, why: string) {
    super(`${peer} did not say what it holds: ${why}. It may be gone, or no peer of Kadscope's.`)
  }
}

/** The asked peer said no; `reason` is the name of its error. */
export class InventoryRefusedError extends KadscopeError {
  override name = 'InventoryRefusedError'
  readonly reason: string
  constructor(peer: string, reason: string, message: string) {
    super(`${peer} refused: ${message}`)
    this.reason = reason
  }
}

/** Somebody asks too often. */
export class TooManyRequestsError extends KadscopeError {
  override name = 'TooManyRequestsError'
  /** When to ask again, in milliseconds from now. */
  readonly retryMs: number
  /** Whether the request before was refused as well. */
  readonly again: boolean
  constructor(retryMs: number, again = false) {
    super(`This peer was asked too often: ask again in ${Math.ceil(retryMs)} ms.`)
    this.retryMs = retryMs
    this.again = again
  }
}
