// A lookup in a few words.

import type { Operation, Outcome } from '../../src/event/schema.ts'

/** What it is for. */
export const OPERATION_WORDS: Readonly<Record<Operation, string>> = {
  self: 'A lookup of its own id',
  refresh: 'A lookup to fill a bucket',
  closest: 'A lookup of the nearest peers',
  'find-peer': 'A lookup of one peer',
  put: 'A put',
  get: 'A get',
  provide: 'A lookup of whom to tell',
  'find-providers': 'A lookup of who has it',
  republish: 'A check of the copies',
}

/** How it ended. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  done: 'done',
  found: 'found',
  missing: 'nobody has it',
  failed: 'failed',
}
