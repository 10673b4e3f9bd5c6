// How gossipsub is set for rooms, in tabs and relays alike.

/**
 * Options of `gossipsub()`. Each message goes to about three neighbours and not to everybody:
 * in a small room the defaults make a neighbour of nearly everybody, so that each peer is
 * sent each frame by all the others.
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
