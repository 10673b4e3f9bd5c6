// The bounds of sharing files: what a peer reads, keeps, asks for and serves at most.

/** The most that one share may hold, all its files together, in bytes. */
export const MAX_SHARE_BYTES = 100 * 2 ** 20

/** The most files of one share. */
export const MAX_FILES = 1_000

/** A file is cut into pieces of this size, in bytes. */
export const CHUNK_BYTES = 256 * 1024

/** The largest block that is taken from another peer, in bytes: Helia's own default is 1 MiB. */
export const MAX_BLOCK_BYTES = 2 ** 20 + 1024

/** The most that a peer keeps, its own shares and those it fetched, in bytes. */
export const MAX_KEPT_BYTES = 256 * 2 ** 20

/** The most shares that a peer keeps: it announces each again and again. */
export const MAX_SHARES = 32

/** Shares that are fetched at once; further ones wait. */
export const MAX_DOWNLOADS = 3

/** Providers that one share is fetched from at once; further ones stand by. */
export const MAX_SOURCES = 6

/** Blocks that one provider is asked for at once. */
export const WINDOW = 4

/** Streams that are served at once, to all peers together and to one of them. */
export const MAX_SERVED = 16
export const MAX_SERVED_TO_ONE = 4

/** What is kept of fetches that did not come to their end, in bytes, and of how many. */
export const MAX_LEFTOVER_BYTES = 128 * 2 ** 20
export const MAX_LEFTOVERS = 8
