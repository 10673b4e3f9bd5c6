// Messages in the World: requests under way, what became of them, and the lookups they belong to.

import type { EventOf } from '../event/event.ts'
import type { Operation, RpcType } from '../event/schema.ts'
import type { PeerDraft, WorldDraft } from './draft.ts'
import { LOOKUP_MESSAGES, MESSAGES_KEPT } from './limits.ts'
import { isOfEarlierRun } from './peers.ts'
import type { Message } from './world.ts'

/** A message left its peer. */
export function sendMessage(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'rpc.sent'>,
  at: number,
): void {
  const before = world.messages.get(event.rpc)
  if (before !== undefined) {
    if (!isOfEarlierRun(peer, before.from, before.sentAt)) return
    world.messages.delete(event.rpc)
  }
  const { rpc, to, type, target, key, lookup, path, dialMs, bytes } = event
  const message: Message = {
    rpc,
    from: peer.peerId,
    to,
    type,
    target,
    key,
    lookup,
    path,
    dialMs,
    bytes,
    sentAt: at,
    ...UNANSWERED,
  }
  world.messages.add(rpc, message)
  noteInLookup(world, message)
  while (world.messages.size > MESSAGES_KEPT) world.messages.dropOldest()
}

/** A message got an answer. */
export function answerMessage(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'rpc.answered'>,
  at: number,
): void {
  const message = openMessage(world, peer, event.rpc)
  if (message === undefined) return
  const { ms, closer, hasRecord } = event
  keepMessage(world, { ...message, state: 'answered', endedAt: at, ms, closer, hasRecord })
}

/** A message got no answer, or could not even be sent. */
export function failMessage(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'rpc.failed'>,
  at: number,
): void {
  const message = openMessage(world, peer, event.rpc) ?? unsentMessage(world, peer, event, at)
  if (message === undefined) return
  const { ms, error } = event
  keepMessage(world, { ...message, state: 'failed', endedAt: at, ms, error })
}

/** The message that a lookup would have sent, had there been a stream to the peer. */
function unsentMessage(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'rpc.failed'>,
  at: number,
): Message | undefined {
  const lookup = world.lookups.get(event.lookup ?? '')
  if (lookup?.by !== peer.peerId || world.messages.has(event.rpc)) return undefined
  const { rpc, to, ms, path } = event
  return {
    rpc,
    from: peer.peerId,
    to,
    type: REQUEST_OF[lookup.operation] ?? 'FIND_NODE',
    target: lookup.target,
    key: lookup.key,
    lookup: lookup.lookup,
    path,
    dialMs: ms,
    bytes: 0,
    sentAt: at - ms,
    ...UNANSWERED,
  }
}

/** What a lookup asks for, where that is not FIND_NODE. */
const REQUEST_OF: Partial<Record<Operation, RpcType>> = {
  get: 'GET_VALUE',
  'find-providers': 'GET_PROVIDERS',
}

/** Puts what became of a message into the World and into its lookup. */
function keepMessage(world: WorldDraft, message: Message): void {
  world.messages.set(message.rpc, message)
  noteInLookup(world, message)
}

/** Puts a message, or what became of it, into its lookup. */
function noteInLookup(world: WorldDraft, message: Message): void {
  const lookup = world.lookups.get(message.lookup ?? '')
  if (lookup?.by !== message.from) return
  const place = lookup.messages.findLastIndex(({ rpc }) => rpc === message.rpc)
  if (place < 0 && lookup.messages.length >= LOOKUP_MESSAGES) return
  const messages = place < 0 ? [...lookup.messages, message] : lookup.messages.with(place, message)
  world.lookups.set(lookup.lookup, { ...lookup, messages })
}

/** The message of that id that its peer is still waiting for. */
function openMessage(world: WorldDraft, peer: PeerDraft, rpc: string): Message | undefined {
  const message = world.messages.get(rpc)
  return message?.state === 'sent' && message.from === peer.peerId ? message : undefined
}

type Ending = 'endedAt' | 'ms' | 'state' | 'error' | 'closer' | 'hasRecord'

/** What a message has while nothing has become of it. */
const UNANSWERED: Pick<Message, Ending> = {
  endedAt: undefined,
  ms: undefined,
  state: 'sent',
  error: undefined,
  closer: [],
  hasRecord: false,
}
