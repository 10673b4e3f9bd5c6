// What the tap of one peer is made of.

import type { Clock } from '../../base/clock.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import type { Shelf } from '../records/shelf.ts'
import type { Teller } from '../teller.ts'

/** What the tap needs of its peer. */
export interface TapInit {
  readonly own: PeerName
  /** What the ids of its requests begin with. */
  readonly idPrefix: string
  readonly clock: Clock
  readonly teller: Pick<Teller, 'tell' | 'tellSeen'>
  readonly shelf: Shelf
}
