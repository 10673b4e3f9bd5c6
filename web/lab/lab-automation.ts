// What the automation surface can do with a Lab.

import { KadscopeError } from '../../src/base/errors.ts'
import type { Session } from '../state/session.ts'
import { isLabSession, type LabControls } from './lab-controls.ts'

/** The Lab's methods of `window.kadscope`. */
export interface LabAutomation {
  /** Everything that can be done to the Lab, and what its peers really hold. @throws NoLabError */
  lab(): LabControls
}

/** The page shows no Lab. */
export class NoLabError extends KadscopeError {
  override name = 'NoLabError'
  constructor() {
    super('This page runs no Lab: open /?lab=64 and await kadscope.ready first.')
  }
}

/** The Lab's part of the surface. */
export function labAutomation(session: () => Session | undefined): LabAutomation {
  return {
    lab() {
      const now = session()
      if (!isLabSession(now)) throw new NoLabError()
      return now.lab
    },
  }
}
