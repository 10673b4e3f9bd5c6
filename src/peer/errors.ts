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

/** A later version of a signed record is held here, or was found. */
export class SequenceError extends KadscopeError {
  override name = 'SequenceError'
  constructor(key: string, sequence: number, held: number) {
    super(
      `Version ${sequence} of ${key} is not after version ${held}, which is there already: ` +
        'fetch it first, then store your own as a later one.',
    )
  }
}

/** A signed record's signature is not its publisher's. */
export class InvalidSignatureError extends KadscopeError {
  override name = 'InvalidSignatureError'
  constructor(
    message = 'The signature does not fit the record: only its publisher can change it.',
  ) {
    super(message)
  }
}

/** Somebody else publishes this record, or nobody does. */
export class NotPublisherError extends KadscopeError {
  override name = 'NotPublisherError'
  constructor(key: string) {
    super(
      /^\/[cu]\//.test(key)
        ? `Nobody signed ${key}, so nobody can delete it: it expires by itself.`
        : `Only its publisher can change ${key}: use a key with your own peer id.`,
    )
  }
}

/** The record's publisher deleted it. */
export class RecordDeletedError extends KadscopeError {
  override name = 'RecordDeletedError'
  constructor(key: string) {
    super(`Its publisher deleted ${key}: nobody serves it any more.`)
  }
}

/** The time of a record is over. */
export class RecordExpiredError extends KadscopeError {
  override name = 'RecordExpiredError'
  constructor(key: string) {
    super(`The time of ${key} is over: publish it anew, and check this machine's clock.`)
  }
}

/** A signed record claims a time of publication that is far ahead. */
export class FutureRecordError extends KadscopeError {
  override name = 'FutureRecordError'
  constructor(key: string) {
    super(`${key} was signed for a time that is still to come: its publisher's clock is wrong.`)
  }
}

/** The peer routes only: it keeps no records. */
export class NotStoringError extends KadscopeError {
  override name = 'NotStoringError'
  constructor() {
    super('This peer keeps no records: ask one that does.')
  }
}

/** Fewer peers confirmed a copy than the write asked for. The copies that exist stay. */
export class QuorumNotReachedError extends KadscopeError {
  override name = 'QuorumNotReachedError'
  readonly quorum: string
  readonly replicas: readonly string[]
  readonly wanted: number
  constructor(
    key: string,
    reached: {
      readonly quorum: string
      readonly replicas: readonly string[]
      readonly wanted: number
    },
  ) {
    const { quorum, replicas, wanted } = reached
    super(
      `${replicas.length} of ${wanted} peers confirmed a copy of ${key}, too few for "${quorum}": ` +
        'the log says who did not and why. Try again, or ask for less.',
    )
    this.quorum = quorum
    this.replicas = replicas
    this.wanted = wanted
  }
}
