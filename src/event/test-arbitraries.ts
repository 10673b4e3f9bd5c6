// For tests: arbitrary events and envelopes of every kind, about few peers, so that they meet.

import fc from 'fast-check'
import { kadIdOfPeer, type KadId, type RecordKey } from '../kad/kad-id.ts'
import { population } from '../kad/test-population.ts'
import type { Envelope } from './envelope.ts'
import type { Event, EventKind, EventOf } from './event.ts'
import {
  agent,
  direction,
  faultType,
  mode as modes,
  operation,
  outcome,
  path,
  rpcType,
  stage,
  tier,
} from './schema.ts'

/** The peers that arbitrary events are about. */
export const PEERS = population(12, 'arbitrary')

const peer = fc.constantFrom(...PEERS)
const peers = fc.uniqueArray(peer, { maxLength: 6 })
const kadId = fc.oneof(
  peer.map(kadIdOfPeer),
  fc.stringMatching(/^[0-9a-f]{64}$/).map((text) => text as KadId),
)
const key = fc.oneof(
  fc.constantFrom('/u/motd', '/u/a', '/u/b', '/u/c'),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `/${text}`),
) as fc.Arbitrary<RecordKey>
const tag = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
const word = fc.string({ unit: 'binary', maxLength: 40 })
const prefix = fc.stringMatching(/^[01]{0,12}$/)
const count = fc.nat()
const ms = fc.double({ min: 0, max: 1e7, noNaN: true })
// JSON has no minus zero.
const instant = fc
  .oneof(fc.integer({ min: 0, max: 100_000 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((at) => (at === 0 ? 0 : at))
const mode = fc.constantFrom(...modes.options)
const ok = fc.boolean()
const connection = {
  connection: tag,
  remote: peer,
  path: fc.constantFrom(...path.options),
  direction: fc.constantFrom(...direction.options),
}
const identity = { kadId, mode, agent: fc.constantFrom(...agent.options), k: fc.nat(64) }
const rpc = { type: fc.constantFrom(...rpcType.options), target: kadId, bytes: count }
const share = fc.stringMatching(/^b[a-z2-7]{58}$/)
const edition = { hash: fc.stringMatching(/^[0-9a-f]{8}$/), sequence: count }
const holding = {
  key,
  bytes: count,
  storedBy: peer,
  storedAt: instant,
  expiresAt: instant,
  served: count,
  ...edition,
}

/** An arbitrary for each kind of event: a new kind without one doesn't pass the type check. */
export const eventArbitraries: { readonly [Kind in EventKind]: fc.Arbitrary<EventOf<Kind>> } = {
  'peer.started': event('peer.started', identity),
  'peer.mode.changed': event('peer.mode.changed', { mode }),
  'peer.stopped': event('peer.stopped', { reason: word }),
  'peer.described': event(
    'peer.described',
    {
      ...identity,
      stage: fc.constantFrom(...stage.options),
      contacts: peers,
      splits: fc.uniqueArray(prefix, { maxLength: 6 }),
      connections: fc.array(fc.record(connection), { maxLength: 4 }),
      records: fc.array(fc.record(holding), { maxLength: 4 }),
    },
    ['stage'],
  ),
  'relay.dialed': event('relay.dialed', { address: word, ok, ms, error: word, retryMs: ms }, [
    'error',
    'retryMs',
  ]),
  'relay.reserved': event('relay.reserved', { relay: peer, ms }),
  'relay.lost': event('relay.lost', { relay: peer, reason: word }),
  'join.advanced': event('join.advanced', { stage: fc.constantFrom(...stage.options), ms }),
  'connection.opened': event('connection.opened', connection),
  'connection.closed': event('connection.closed', { connection: tag, remote: peer }),
  'contact.added': event('contact.added', { contact: peer }),
  'contact.removed': event('contact.removed', { contact: peer, reason: word }),
  'contact.pinged': event('contact.pinged', { contact: peer, ok, ms }),
  'bucket.split': event('bucket.split', { prefix }),
  'lookup.started': event(
    'lookup.started',
    {
      lookup: tag,
      operation: fc.constantFrom(...operation.options),
      target: kadId,
      background: fc.boolean(),
      key,
    },
    ['key'],
  ),
  'rpc.sent': event(
    'rpc.sent',
    { rpc: tag, to: peer, ...rpc, dialMs: ms, key, lookup: tag, path: fc.nat(10) },
    ['key', 'lookup', 'path'],
  ),
  'rpc.answered': event('rpc.answered', {
    rpc: tag,
    from: peer,
    ms,
    bytes: count,
    closer: peers,
    hasRecord: fc.boolean(),
  }),
  'rpc.failed': event(
    'rpc.failed',
    { rpc: tag, to: peer, ms, error: word, lookup: tag, path: fc.nat(10) },
    ['lookup', 'path'],
  ),
  'lookup.finished': event(
    'lookup.finished',
    { lookup: tag, outcome: fc.constantFrom(...outcome.options), closest: peers, ms, error: word },
    ['error'],
  ),
  'rpc.served': event('rpc.served', { from: peer, ...rpc, ms, key }, ['key']),
  'rpc.refused': event('rpc.refused', { from: peer, reason: word }),
  'record.stored': event(
    'record.stored',
    { key, bytes: count, storedBy: peer, expiresAt: instant, ...edition },
    ['hash', 'sequence'],
  ),
  'record.replicated': event('record.replicated', { key, to: peer }),
  'record.republished': event('record.republished', { key, copies: count }),
  'record.served': event('record.served', { key, to: peer, bytes: count }),
  'record.rejected': event('record.rejected', { key, from: peer, reason: word }),
  'record.expired': event('record.expired', { key }),
  'record.deleted': event(
    'record.deleted',
    { key, by: peer, reason: fc.constantFrom('handed-over' as const, 'full' as const) },
    ['reason'],
  ),
  'share.provided': event('share.provided', { share, bytes: count, files: count }),
  'share.fetched': event('share.fetched', { share, bytes: count, ms, from: peers }),
  'share.dropped': event('share.dropped', { share }),
  'block.rejected': event('block.rejected', { share, from: peer, reason: word }),
  'fault.set': event(
    'fault.set',
    {
      fault: tag,
      type: fc.constantFrom(...faultType.options),
      peers,
      amount: instant,
      between: fc.boolean(),
    },
    ['amount', 'between'],
  ),
  'fault.cleared': event('fault.cleared', { fault: tag }),
}

/** Any event of any kind. */
export const anyEvent: fc.Arbitrary<Event> = fc.oneof(...Object.values(eventArbitraries))

/** Any envelope: in a list of them neither times nor sequence numbers make sense. */
export const anyEnvelope: fc.Arbitrary<Envelope> = fc.record({
  seq: fc.nat(1000),
  at: instant,
  peer,
  source: fc.constantFrom(...tier.options),
  event: anyEvent,
})

/** Envelopes as peers send them: numbered by each peer, in the order of time. */
export const orderlyEnvelopes: fc.Arbitrary<Envelope[]> = fc
  .array(fc.record({ peer, event: anyEvent, later: fc.nat(1500) }), { maxLength: 60 })
  .map((steps) => {
    let at = 0
    return steps.map(({ peer: by, event: told, later }, seq) => {
      at += later
      return { seq, at, peer: by, source: 'room', event: told }
    })
  })

type FieldsOf<Kind extends EventKind> = Omit<EventOf<Kind>, 'kind'>

type Arbitraries<Fields> = {
  readonly [Name in keyof Fields]-?: fc.Arbitrary<Exclude<Fields[Name], undefined>>
}

/** An arbitrary of one kind, of all its fields; those of `optional` are sometimes left out. */
function event<Kind extends EventKind>(
  kind: Kind,
  fields: Arbitraries<FieldsOf<Kind>>,
  optional: readonly (keyof FieldsOf<Kind>)[] = [],
): fc.Arbitrary<EventOf<Kind>> {
  const arbitraries = fields as Record<string, fc.Arbitrary<unknown>>
  const left = new Set<PropertyKey>(optional)
  const requiredKeys = Object.keys(arbitraries).filter((name) => !left.has(name))
  return fc
    .record(arbitraries, { requiredKeys })
    .map((values) => ({ kind, ...values }) as unknown as EventOf<Kind>)
}
