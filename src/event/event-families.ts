// The schema of each kind of event, by family: what a peer can say about itself.

import * as v from 'valibot'
import {
  agent,
  contentId,
  count,
  direction,
  duration,
  faultType,
  instant,
  kadId,
  MAX_LIST,
  mode,
  operation,
  outcome,
  path,
  peerName,
  peerNames,
  prefix,
  recordKey,
  rpcType,
  shortHash,
  stage,
  tag,
  word,
} from './schema.ts'

const connection = v.object({ connection: tag, remote: peerName, path, direction })
/** Which of several values a copy has: they can differ while a record changes. */
const edition = {
  /** The first digits of the value's SHA-256. */
  hash: v.optional(shortHash),
  /** Of signed records. */
  sequence: v.optional(count),
}
const holding = v.object({
  key: recordKey,
  bytes: count,
  storedBy: peerName,
  storedAt: instant,
  expiresAt: instant,
  served: count,
  ...edition,
})

const peer = [
  v.object({ kind: v.literal('peer.started'), kadId, mode, agent, k: count }),
  v.object({ kind: v.literal('peer.mode.changed'), mode }),
  v.object({ kind: v.literal('peer.stopped'), reason: word }),
  /** The peer's whole state as of now, so that late comers and lost frames do no lasting harm. */
  v.object({
    kind: v.literal('peer.described'),
    kadId,
    mode,
    agent,
    k: count,
    stage: v.optional(stage),
    contacts: peerNames,
    /** Prefixes that have been split: the inner nodes of the trie. */
    splits: v.pipe(v.array(prefix), v.maxLength(MAX_LIST)),
    connections: v.pipe(v.array(connection), v.maxLength(MAX_LIST)),
    records: v.pipe(v.array(holding), v.maxLength(MAX_LIST)),
  }),
] as const

const joining = [
  v.object({
    kind: v.literal('relay.dialed'),
    address: word,
    ok: v.boolean(),
    ms: duration,
    error: v.optional(word),
    /** When it will be tried again, in milliseconds from now. */
    retryMs: v.optional(duration),
  }),
  v.object({ kind: v.literal('relay.reserved'), relay: peerName, ms: duration }),
  v.object({ kind: v.literal('relay.lost'), relay: peerName, reason: word }),
  /** A rung of the ladder was reached; `ms` since the peer started. */
  v.object({ kind: v.literal('join.advanced'), stage, ms: duration }),
] as const

const wires = [
  v.object({ kind: v.literal('connection.opened'), ...connection.entries }),
  v.object({ kind: v.literal('connection.closed'), connection: tag, remote: peerName }),
] as const

const table = [
  v.object({ kind: v.literal('contact.added'), contact: peerName }),
  v.object({ kind: v.literal('contact.removed'), contact: peerName, reason: word }),
  v.object({ kind: v.literal('contact.pinged'), contact: peerName, ok: v.boolean(), ms: duration }),
  /** A leaf of the trie became two; its depth is `prefix.length`. */
  v.object({ kind: v.literal('bucket.split'), prefix }),
] as const

const lookups = [
  v.object({
    kind: v.literal('lookup.started'),
    lookup: tag,
    operation,
    target: kadId,
    key: v.optional(recordKey),
    /** False for what somebody asked for by hand, true for the peer's own upkeep. */
    background: v.boolean(),
  }),
  v.object({
    kind: v.literal('rpc.sent'),
    rpc: tag,
    to: peerName,
    type: rpcType,
    target: kadId,
    key: v.optional(recordKey),
    bytes: count,
    /** Time it took to get a stream to the peer, before the message left. */
    dialMs: duration,
    lookup: v.optional(tag),
    /** Which of the disjoint paths. */
    path: v.optional(count),
  }),
  v.object({
    kind: v.literal('rpc.answered'),
    rpc: tag,
    from: peerName,
    ms: duration,
    bytes: count,
    closer: peerNames,
    hasRecord: v.boolean(),
  }),
  /** No answer came; without a `rpc.sent` before it, no stream to the peer could be had. */
  v.object({
    kind: v.literal('rpc.failed'),
    rpc: tag,
    to: peerName,
    ms: duration,
    error: word,
    lookup: v.optional(tag),
    path: v.optional(count),
  }),
  v.object({
    kind: v.literal('lookup.finished'),
    lookup: tag,
    outcome,
    /** Nearest first, the asker left out. */
    closest: peerNames,
    ms: duration,
    error: v.optional(word),
  }),
] as const

const serving = [
  v.object({
    kind: v.literal('rpc.served'),
    from: peerName,
    type: rpcType,
    target: kadId,
    key: v.optional(recordKey),
    /** Bytes of the answer. */
    bytes: count,
    ms: duration,
  }),
  v.object({ kind: v.literal('rpc.refused'), from: peerName, reason: word }),
] as const

const records = [
  v.object({
    kind: v.literal('record.stored'),
    key: recordKey,
    bytes: count,
    storedBy: peerName,
    expiresAt: instant,
    ...edition,
  }),
  /** Another peer confirmed that it holds a copy which this peer sent. */
  v.object({ kind: v.literal('record.replicated'), key: recordKey, to: peerName }),
  v.object({ kind: v.literal('record.republished'), key: recordKey, copies: count }),
  v.object({ kind: v.literal('record.served'), key: recordKey, to: peerName, bytes: count }),
  v.object({ kind: v.literal('record.rejected'), key: recordKey, from: peerName, reason: word }),
  v.object({ kind: v.literal('record.expired'), key: recordKey }),
  v.object({
    kind: v.literal('record.deleted'),
    key: recordKey,
    by: peerName,
    /** Left out when its publisher asked for it. */
    reason: v.optional(v.picklist(['handed-over', 'full'])),
  }),
] as const

const files = [
  /** Files are kept and served here from now on; the DHT is told by ADD_PROVIDER. */
  v.object({ kind: v.literal('share.provided'), share: contentId, bytes: count, files: count }),
  v.object({
    kind: v.literal('share.fetched'),
    share: contentId,
    bytes: count,
    ms: duration,
    /** The providers that blocks came from. */
    from: peerNames,
  }),
  v.object({ kind: v.literal('share.dropped'), share: contentId }),
  /** A provider sent something else than it was asked for. */
  v.object({ kind: v.literal('block.rejected'), share: contentId, from: peerName, reason: word }),
] as const

const faults = [
  v.object({
    kind: v.literal('fault.set'),
    fault: tag,
    type: faultType,
    peers: peerNames,
    /** Milliseconds of latency, or the share of messages lost, by type. */
    amount: v.optional(v.pipe(v.number(), v.finite())),
    /** It hits the wires between these peers and no other wire of theirs. @default false */
    between: v.optional(v.boolean()),
  }),
  v.object({ kind: v.literal('fault.cleared'), fault: tag }),
] as const

/** One schema for each kind. */
export const EVENT_SCHEMAS = [
  ...peer,
  ...joining,
  ...wires,
  ...table,
  ...lookups,
  ...serving,
  ...records,
  ...files,
  ...faults,
] as const
