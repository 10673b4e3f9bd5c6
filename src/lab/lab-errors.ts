// The named errors of a Lab.

import { KadscopeError } from '../base/errors.ts'
import { MOST_PEERS } from './scenario.ts'

/** There is no such peer in the Lab, or not any more. */
export class UnknownPeerError extends KadscopeError {
  override name = 'UnknownPeerError'
  constructor(peer: string) {
    super(`The Lab has no peer ${peer} now: choose one that runs.`)
  }
}

/** A Lab cannot have that many peers. */
export class TooManyPeersError extends KadscopeError {
  override name = 'TooManyPeersError'
  constructor(wanted: number) {
    super(`A Lab has at most ${MOST_PEERS} peers, and this would make ${wanted}: add fewer.`)
  }
}
