// A network of one arrangement, as the comparison's workload sees it.

import type { FabricCounts } from '../fabric/carrier.ts'
import type { PeerName } from '../../kad/kad-id.ts'

/** A network that runs. */
export interface Network {
  /** The peers that run, in the order in which they came; a server is not among them. */
  peers(): readonly PeerName[]
  /** Whether the record was taken. */
  put(by: PeerName, key: string, value: string): Promise<boolean>
  /** The value; undefined when it is not to be had. */
  get(by: PeerName, key: string): Promise<string | undefined>
  /** Takes peers away without a word. */
  crash(peers: readonly PeerName[]): Promise<void>
  /** Takes away what the others were introduced by: the server, or the bootstrap. */
  kill(): Promise<void>
  /** All nodes that run: the peers, and a server. */
  nodes(): readonly PeerName[]
  counts(): FabricCounts
  /** Messages that each peer, the server too, has taken in so far. */
  received(): ReadonlyMap<PeerName, number>
  stop(): Promise<void>
}
