// How many pings may be under way on one wire.

/**
 * libp2p allows one ping out and two in on each connection, and ends a further one with an error at
 * once. Here several ask the same peer: the routing table of each newcomer, the watch over contacts
 * and the link to the relay. On a busy machine a ping takes so long that they meet; with the
 * default the one that came second was taken for a peer's death, and links to relays were cut.
 */
export const PINGS = { maxInboundStreams: 64, maxOutboundStreams: 64 } as const
