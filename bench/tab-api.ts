// What the bench does in a tab, the same in Kadscope's page and in the baseline.

/** The tab's own peer. */
export interface TabApi {
  /** Resolves when the routing table has its first contact. */
  readonly ready: Promise<void>
  peerId(): string
  /** The k nearest peers that a lookup for a record's key finds, the own one left out. */
  closest(key: string): Promise<string[]>
  put(key: string, value: string): Promise<void>
  /** Rejects when nobody has it. */
  get(key: string): Promise<void>
  connections(): { peer: string; path: string }[]
}

declare global {
  interface Window {
    bench?: TabApi
  }
}
