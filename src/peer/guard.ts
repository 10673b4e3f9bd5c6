// Operations of a peer that reject once it has been stopped.

import { PeerStoppedError } from './errors.ts'

/** Makes operations reject with a PeerStoppedError as soon as `stopped` has aborted. */
export function createGuard(
  stopped: AbortSignal,
): <Args extends unknown[], Result>(
  run: (...args: Args) => Promise<Result>,
) => (...args: Args) => Promise<Result> {
  return (run) =>
    (...args) =>
      stopped.aborted ? Promise.reject(new PeerStoppedError()) : run(...args)
}
