// How much the World keeps: it must stay small however long a room runs and whoever talks.

/** Peers known at once; the longest gone make room. */
export const PEERS_KEPT = 5000

/** Records known at once; those that nobody holds make room. */
export const RECORDS_KEPT = 5000

/** Finished lookups; the oldest background ones go first, then the oldest. */
export const LOOKUPS_KEPT = 300

/** Lookups that have not finished, as of peers that were lost; the oldest go first. */
export const LOOKUPS_OPEN = 2000

/** Lookups that go together when there are too many: to look for each would take longest. */
export const LOOKUPS_DROPPED = 30

/** Messages of one peer that are waited for; the oldest go first, as if they were lost. */
export const MESSAGES_OPEN = 256

/** Messages of one lookup. */
export const LOOKUP_MESSAGES = 500

/** How long a message is kept after it ended, in milliseconds. */
export const MESSAGES_KEPT_MS = 10_000

/** How long a message is kept whose end was never told, in milliseconds. */
export const MESSAGES_OPEN_MS = 120_000

/** Messages at once, whatever their age; the oldest go first. */
export const MESSAGES_KEPT = 20_000

/** Messages that go together when there are too many. */
export const MESSAGES_DROPPED = 1024

/** How often what is too old is looked for, in milliseconds. */
export const SWEEP_MS = 1000

/** Contacts, split prefixes and ends of wires of one peer. */
export const TABLE_KEPT = 1024

/** A contact's proof of life is noted when the last that was is so old, in milliseconds: ages are shown in seconds. */
export const SEEN_MS = 1000

/** What happened last to one peer's table. */
export const TABLE_NEWS_KEPT = 40

/** Rungs of one peer's ladder of joining. */
export const STAGES_KEPT = 32

/** Attempts of one peer to reach a relay, and its reservations. */
export const RELAYS_KEPT = 16

/** Refusals of one record. */
export const REJECTIONS_KEPT = 20

/** Faults in force. */
export const FAULTS_KEPT = 256
