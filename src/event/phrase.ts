// What an event says, before it is put into words: a message of the catalogue and what fills it.

import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'
import type { Envelope } from './envelope.ts'
import type { EventOf } from './event.ts'
import type { MessageKey } from './messages.en.ts'

/** What can stand in a message's placeholder. */
export type Value =
  | string
  | number
  | { readonly peer: PeerName }
  | { readonly peers: readonly PeerName[] }
  | { readonly key: RecordKey }
  | { readonly id: KadId }
  /** Milliseconds. */
  | { readonly ms: number }
  /** What a peer gave as a reason: of few words that peers have in common, or a name of an error. */
  | { readonly word: string }
  | { readonly message: MessageKey }

/** A message and the values of its placeholders. */
export interface Phrase {
  readonly message: MessageKey
  readonly values: Readonly<Record<string, Value>>
}

/** The phrase for an envelope; `{peer}` is always who saw it. */
export function phraseOf(envelope: Envelope): Phrase {
  const { message, values } = phraseOfEvent(envelope)
  return { message, values: { peer: { peer: envelope.peer }, ...values } }
}

function say(message: MessageKey, values: Phrase['values'] = {}): Phrase {
  return { message, values }
}

function phraseOfEvent({ event, peer }: Envelope): Phrase {
  switch (event.kind) {
    case 'peer.started':
      return say(`${event.kind}.${event.agent}`)
    case 'peer.mode.changed':
      return say(`${event.kind}.${event.mode}`)
    case 'peer.stopped':
      return say(event.kind, { reason: { word: event.reason } })
    case 'peer.described':
      return say(event.kind, { count: event.contacts.length })
    case 'relay.dialed': {
      const { address, error = '?', ms } = event
      return say(`${event.kind}.${event.ok ? 'ok' : 'failed'}`, { address, error, ms: { ms } })
    }
    case 'relay.reserved':
      return say(event.kind, { relay: { peer: event.relay }, ms: { ms: event.ms } })
    case 'relay.lost':
      return say(event.kind, { relay: { peer: event.relay }, reason: { word: event.reason } })
    case 'join.advanced':
      return say(`${event.kind}.${event.stage}`, { ms: { ms: event.ms } })
    case 'connection.opened': {
      const path = { message: `path.${event.path}` } as const
      return say(`${event.kind}.${event.direction}`, { remote: { peer: event.remote }, path })
    }
    case 'connection.closed':
      return say(event.kind, { remote: { peer: event.remote } })
    case 'contact.added':
      return say(event.kind, { contact: { peer: event.contact } })
    case 'contact.removed':
      return say(event.kind, { contact: { peer: event.contact }, reason: { word: event.reason } })
    case 'contact.pinged': {
      const values = { contact: { peer: event.contact }, ms: { ms: event.ms } }
      return say(`${event.kind}.${event.ok ? 'ok' : 'failed'}`, values)
    }
    case 'bucket.split':
      if (event.prefix === '') return say('bucket.split.root')
      return say(event.kind, { prefix: event.prefix })
    case 'lookup.started':
      return say(`${event.kind}.${event.operation}`, { target: targetOf(event) })
    case 'lookup.finished': {
      const values = { count: event.closest.length, ms: { ms: event.ms } }
      if (event.outcome === 'done' && values.count === 0) return say('lookup.finished.none', values)
      if (event.outcome !== 'failed') return say(`${event.kind}.${event.outcome}`, values)
      if (event.error === undefined) return say('lookup.finished.failed.unknown', values)
      return say('lookup.finished.failed', { ...values, error: event.error })
    }
    case 'rpc.sent':
      return say(`${event.kind}.${event.type}`, {
        to: { peer: event.to },
        target: targetOf(event),
      })
    case 'rpc.answered': {
      const count = event.closer.length
      const values = { from: { peer: event.from }, ms: { ms: event.ms }, count }
      if (event.hasRecord) return say('rpc.answered.record', values)
      return say(count > 0 ? 'rpc.answered.closer' : 'rpc.answered', values)
    }
    case 'rpc.failed':
      return say(event.kind, { to: { peer: event.to }, ms: { ms: event.ms }, error: event.error })
    case 'rpc.served':
      return say(`${event.kind}.${event.type}`, {
        from: { peer: event.from },
        target: targetOf(event),
      })
    case 'rpc.refused':
      return say(event.kind, { from: { peer: event.from }, reason: { word: event.reason } })
    case 'record.stored': {
      const own = event.storedBy === peer
      return say(own ? 'record.stored.own' : event.kind, {
        key: { key: event.key },
        by: { peer: event.storedBy },
      })
    }
    case 'record.replicated':
    case 'record.served':
      return say(event.kind, { key: { key: event.key }, to: { peer: event.to } })
    case 'record.republished':
      return say(event.kind, { key: { key: event.key }, count: event.copies })
    case 'record.rejected': {
      const { key, from, reason } = event
      const parts = { key: { key }, reason: { word: reason } }
      if (from === peer) return say('record.rejected.own', parts)
      return say(event.kind, { ...parts, from: { peer: from } })
    }
    case 'record.expired':
      return say(event.kind, { key: { key: event.key } })
    case 'record.deleted':
      return say(deletedKey(event.reason, event.by === peer), {
        key: { key: event.key },
        by: { peer: event.by },
      })
    case 'share.provided':
      return say(event.kind, { count: event.files })
    case 'share.fetched':
      return say(event.kind, { count: event.from.length, ms: { ms: event.ms } })
    case 'share.dropped':
      return say(event.kind)
    case 'block.rejected':
      return say(event.kind, { from: { peer: event.from }, reason: { word: event.reason } })
    case 'fault.set': {
      const { amount = 0, between = false, peers, type } = event
      const values = { peers: { peers }, ms: { ms: amount }, percent: Math.round(amount * 100) }
      if (!between || type === 'crash' || type === 'partition') {
        return say(`${event.kind}.${type}`, values)
      }
      return say(`${event.kind}.${type}.between`, values)
    }
    case 'fault.cleared':
      return say(event.kind)
    default:
      return event satisfies never
  }
}

/** The key where it is known, else the place in the id space. */
function targetOf(event: { target: KadId; key?: RecordKey | undefined }): Value {
  return event.key === undefined ? { id: event.target } : { key: event.key }
}

function deletedKey(
  reason: EventOf<'record.deleted'>['reason'],
  own: boolean,
): 'record.deleted' | 'record.deleted.own' | 'record.deleted.handed-over' | 'record.deleted.full' {
  if (reason !== undefined) return `record.deleted.${reason}`
  return own ? 'record.deleted.own' : 'record.deleted'
}
