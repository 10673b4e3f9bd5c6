// In place of kad-dht's list of prefixes of keys: a hundred kilobytes that each page and each worker
// would read before its first peer. kad-dht refreshes its table with them, Kadscope in its own way
// (src/peer/join.ts).

const none: readonly number[] = []

export default none
