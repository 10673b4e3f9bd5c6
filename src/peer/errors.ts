// The named errors of a DHT peer's operations.

import { KadscopeError } from '../base/errors.ts'

/** The routing table is empty: there is nobody to ask. */
export class NoContactsError extends KadscopeError {
  override name = 'NoContactsError'
  constructor(message = 'No other peer is known yet: wait until this peer has joined the room.') {
    super(message)
  }
}

/** Nobody who was asked holds the record. */
export class RecordNotFoundError extends KadscopeError {
  override name = 'RecordNotFoundError'
  constructor(key: string) {
    super(`No peer that was asked holds ${key}: check the key, or store the record again.`)
  }
}

/** A record was stored nowhere. */
export class RecordRejectedError extends KadscopeError {
  override name = 'RecordRejectedError'
  constructor(key: string) {
    super(`No peer took a copy of ${key}: the log says who refused it and why.`)
  }
}

/** The peer has been stopped. */
export class PeerStoppedError extends KadscopeError {
  override name = 'PeerStoppedError'
  constructor() {
    super('This peer has been stopped: open a new one.')
  }
}

/** A later version of the record is held here. */
export class StaleRecordError extends KadscopeError {
  override name = 'StaleRecordError'
  constructor(key: string) {
    super(`A later value of ${key} is held here: fetch it first, and check this machine's clock.`)
  }
}

/** A peer does not answer any more, and its wires are cut. */
export class DeadPeerError extends KadscopeError {
  override name = 'DeadPeerError'
  constructor(peer: string) {
    super(`${peer} does not answer any more.`)
  }
}
