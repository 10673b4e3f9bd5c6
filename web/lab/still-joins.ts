// Whether a Lab is still joining.

import type { LabCounts } from '../../src/lab/lab.ts'

/** Where sessions come and go, a few peers are always on their way in. */
const READY_SHARE = 0.95

/** Whether more than a few of a Lab's peers have not joined yet; so it is before it tells anything. */
export function stillJoins(counts: Pick<LabCounts, 'peers' | 'ready'> | undefined): boolean {
  return counts === undefined || counts.ready < counts.peers * READY_SHARE
}
