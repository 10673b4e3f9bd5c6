// Finding peers by a name: a peer registers under a namespace, and others discover it there.

import type { Cancel } from '../../base/clock.ts'
import type { RecordKey } from '../../kad/kad-id.ts'
import { announcementKey } from '../../kad/namespace-keys.ts'
import { findValue } from './get-record.ts'
import { joinIndex, readIndex } from './namespace-index.ts'
import { SilentPeersError } from './persist.ts'
import { putRecord, removeRecord, type PublishContext } from './publish.ts'
import type { Announcement, PutResult, RecordValue, WriteOptions } from './results.ts'
import { decodeValue } from './value.ts'

/** Announcements fetched at once. */
const AT_ONCE = 8

/** Announcements of the own peer, and those of others. */
export interface Announcer {
  register(namespace: string, options?: WriteOptions & { data?: RecordValue }): Promise<PutResult>
  unregister(namespace: string, options?: { signal?: AbortSignal }): Promise<void>
  discover(namespace: string, options?: { signal?: AbortSignal }): Promise<Announcement[]>
  stop(): void
}

/** Makes the announcer of a peer, which renews its announcements each `renewMs` milliseconds. */
export function createAnnouncer(context: PublishContext, renewMs: number): Announcer {
  const own = new Map<string, { readonly data: RecordValue; cancel: Cancel }>()

  async function announce(
    namespace: string,
    data: RecordValue,
    options: WriteOptions,
  ): Promise<PutResult> {
    const key = announcementKey(namespace, context.own)
    const [result] = await Promise.all([
      putRecord(context, data, { ...options, key }),
      joinIndex(context, namespace, options.signal),
    ])
    return result
  }

  function renewLater(namespace: string): Cancel {
    return context.clock.after(renewMs, () => {
      const known = own.get(namespace)
      if (known === undefined) return
      known.cancel = renewLater(namespace)
      // Its lookups tell of the failure; the next turn tries again.
      announce(namespace, known.data, {}).catch(() => undefined)
    })
  }

  return {
    async register(namespace, { data = '', ...options } = {}) {
      const result = await announce(namespace, data, options)
      own.get(namespace)?.cancel()
      own.set(namespace, { data, cancel: renewLater(namespace) })
      return result
    },
    async unregister(namespace, options = {}) {
      const key = announcementKey(namespace, context.own)
      own.get(namespace)?.cancel()
      own.delete(namespace)
      await removeRecord(context, key, options)
    },
    async discover(namespace, { signal } = {}) {
      announcementKey(namespace, context.own)
      const members = await readIndex(context, namespace, signal)
      const found: Announcement[] = []
      for (let next = 0; next < members.length; next += AT_ONCE) {
        const some = members.slice(next, next + AT_ONCE)
        const keys = some.map((peer) => announcementKey(namespace, peer))
        const read = await Promise.all(keys.map((key) => readAnnouncement(context, key, signal)))
        for (const each of read) if (each !== undefined) found.push({ namespace, ...each })
      }
      return found.sort((a, b) => b.publishedAt - a.publishedAt)
    },
    stop() {
      for (const { cancel } of own.values()) cancel()
      own.clear()
    },
  }
}

async function readAnnouncement(
  context: PublishContext,
  key: RecordKey,
  signal: AbortSignal | undefined,
): Promise<Omit<Announcement, 'namespace'> | undefined> {
  const found = await findValue(context, key, { signal, background: true }).catch(unlessSilent)
  const signed = found?.best?.signed
  if (signed === undefined || signed.deleted) return undefined
  const { publisher, content, publishedAt } = signed
  return { peer: publisher, data: decodeValue(content), publishedAt }
}

/** One announcement that cannot be read now does not hide the others. */
function unlessSilent(thrown: unknown): undefined {
  if (!(thrown instanceof SilentPeersError)) throw thrown
}
