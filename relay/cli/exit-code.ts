// What the command line's exit code says about how a command ended.

import { KadscopeError } from '../../src/base/errors.ts'

/** Exit codes: what scripts can tell apart. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  interrupted: 130,
} as const

/** An exit code. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command line was not understood. */
export class UsageError extends KadscopeError {
  override name = 'UsageError'
}

/** The command was ended by Ctrl-C or a signal before it was done. */
export class InterruptedError extends KadscopeError {
  override name = 'InterruptedError'
  constructor() {
    super('Interrupted.')
  }
}

/** Errors by what they mean to who typed the command; all others are failures. */
const CODES: Readonly<Record<string, ExitCode>> = {
  UsageError: EXIT.usage,
  InvalidKeyError: EXIT.usage,
  InvalidRoomNameError: EXIT.usage,
  InvalidBootstrapError: EXIT.usage,
  InvalidCidError: EXIT.usage,
  AmbiguousPeerError: EXIT.usage,
  RecordNotFoundError: EXIT.notFound,
  RecordDeletedError: EXIT.notFound,
  PeerNotFoundError: EXIT.notFound,
  NobodyThereError: EXIT.notFound,
  NoProvidersError: EXIT.notFound,
  InvalidJsonError: EXIT.refused,
  ScenarioError: EXIT.refused,
  ValueTooLargeError: EXIT.refused,
  WrongHashError: EXIT.refused,
  RecordRejectedError: EXIT.refused,
  StaleRecordError: EXIT.refused,
  RecordExpiredError: EXIT.refused,
  FutureRecordError: EXIT.refused,
  NotPublisherError: EXIT.refused,
  OtherIdentityError: EXIT.refused,
  SequenceError: EXIT.refused,
  InvalidSignatureError: EXIT.refused,
  NotStoringError: EXIT.refused,
  InventoryRefusedError: EXIT.refused,
  TooManyRequestsError: EXIT.refused,
  RelayRefusedError: EXIT.refused,
  ShareTooLargeError: EXIT.refused,
  FileChangedError: EXIT.refused,
  InvalidShareError: EXIT.refused,
  SharesFullError: EXIT.refused,
  KeyMissingError: EXIT.refused,
  WrongKeyError: EXIT.refused,
  PassphraseTooShortError: EXIT.refused,
  InterruptedError: EXIT.interrupted,
}

/** The exit code of whatever a command threw. */
export function exitCodeOf(thrown: unknown): ExitCode {
  const name = thrown instanceof KadscopeError ? thrown.name : ''
  return CODES[name] ?? EXIT.failed
}
