// How gossipsub is set for rooms, in tabs and relays alike.

/**
 * Options of `gossipsub()`. Each message goes to about three neighbours and not to everybody:
 * with the defaults every peer of a small room got each frame six times over, which kept
 * two processor cores busy with eight quiet tabs.
 */
export const GOSSIP_SETTINGS = {
  D: 3,
  Dlo: 2,
  Dhi: 4,
  Dout: 1,
  Dlazy: 2,
  floodPublish: false,
  allowPublishToZeroTopicPeers: true,
  // Relayed wires share the relay's address, and tabs of one machine or router theirs.
  scoreParams: { IPColocationFactorWeight: 0 },
} as const
