// Watches a routing table: tells each change with its reason, and lets others wait for one.

import type { PeerName } from '../kad/kad-id.ts'
import type { KadAdapter } from './kad-adapter.ts'
import type { Tell } from './teller.ts'

/** The changes of one routing table. */
export interface TableWatch {
  /** Counts up with each contact that comes or goes. */
  changes(): number
  /** Resolves when the table has a contact; rejects when `signal` aborts first. */
  untilNotEmpty(signal: AbortSignal): Promise<void>
  /** Takes a contact out and says why. */
  remove(contact: PeerName, reason: string): Promise<void>
  stop(): void
}

/** Begins to watch the table of `kad`. */
export function watchTable(kad: KadAdapter, tell: Tell): TableWatch {
  const reasons = new Map<PeerName, string>()
  /** Who waits for a contact. */
  const waiting = new Set<() => void>()
  let changes = 0
  let filled = false

  const stop = kad.onTableChange((change) => {
    switch (change.kind) {
      case 'split':
        tell({ kind: 'bucket.split', prefix: change.prefix })
        break
      case 'added':
        changes++
        filled = true
        tell({ kind: 'contact.added', contact: change.contact })
        for (const goOn of waiting) goOn()
        break
      case 'removed': {
        changes++
        filled = !kad.isEmpty()
        // kad-dht itself takes a contact out only to make room in a full bucket.
        const reason = reasons.get(change.contact) ?? 'evicted'
        tell({ kind: 'contact.removed', contact: change.contact, reason })
        break
      }
    }
  })

  return {
    changes: () => changes,
    untilNotEmpty: (signal) => (filled ? Promise.resolve() : joined(waiting, signal)),
    async remove(contact, reason) {
      reasons.set(contact, reason)
      await kad.remove(contact).finally(() => reasons.delete(contact))
    },
    stop,
  }
}

/** Resolves when all that wait are told to go on; rejects when `signal` aborts first. */
function joined(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      waiting.delete(goOn)
      signal.removeEventListener('abort', fail)
    }
    const goOn = (): void => {
      end()
      resolve()
    }
    const fail = (): void => {
      end()
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    }
    waiting.add(goOn)
    signal.addEventListener('abort', fail)
    if (signal.aborted) fail()
  })
}
