// What can be done to a Lab: by a scenario, by churn, by a command.

import type { PeerName } from '../kad/kad-id.ts'
import type { Faults, LabFault } from './faults.ts'
import type { LabPeer, Population } from './population.ts'
import type { Scenario } from './scenario.ts'

/** A Lab as its own parts see it. */
export interface LabActions {
  readonly scenario: Scenario
  readonly population: Population
  readonly faults: Faults
  /** The peers that run, in the order in which they came. */
  readonly peers: readonly LabPeer[]
  /** @throws TooManyPeersError */
  add(count: number): Promise<LabPeer[]>
  /** Takes peers away without a word. */
  crash(names: readonly PeerName[]): Promise<LabFault>
  /** Lets peers leave in good order. */
  leave(names: readonly PeerName[]): Promise<void>
}
