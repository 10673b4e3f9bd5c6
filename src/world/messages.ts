// Messages in the World: requests under way, what became of them, and the lookups they belong to.

import type { EventOf } from '../event/event.ts'
import type { Operation, RpcType } from '../event/schema.ts'
import {
  addMessage,
  dropMessages,
  editLookup,
  type MessageDraft,
  type PeerDraft,
  type WorldDraft,
} from './draft.ts'
import { LOOKUP_MESSAGES, MESSAGES_DROPPED, MESSAGES_KEPT } from './limits.ts'
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
  }
  const { rpc, to, type, target, key, lookup, path, dialMs, bytes } = event
  const message: MessageDraft = {
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
  addMessage(world, message)
  noteInLookup(world, message)
  if (world.messages.size > MESSAGES_KEPT) dropOldest(world)
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
  message.state = 'answered'
  message.endedAt = at
  message.ms = event.ms
  message.closer = event.closer
  message.hasRecord = event.hasRecord
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
  message.state = 'failed'
  message.endedAt = at
  message.ms = event.ms
  message.error = event.error
}

/** The message that a lookup would have sent, had there been a stream to the peer. */
function unsentMessage(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'rpc.failed'>,
  at: number,
): MessageDraft | undefined {
  const lookup = world.lookups.get(event.lookup ?? '')
  if (lookup?.by !== peer.peerId || world.messages.has(event.rpc)) return undefined
  const { rpc, to, ms, path } = event
  const message: MessageDraft = {
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
  addMessage(world, message)
  noteInLookup(world, message)
  return message
}

/** What a lookup asks for, where that is not FIND_NODE. */
const REQUEST_OF: Partial<Record<Operation, RpcType>> = {
  get: 'GET_VALUE',
  'find-providers': 'GET_PROVIDERS',
}

/** Drops a thousand or so of the oldest messages at once. */
function dropOldest(world: WorldDraft): void {
  let left = MESSAGES_DROPPED
  dropMessages(world, () => (left-- > 0 ? 'goes' : 'all stay'))
}

/** Puts a message into its lookup, in place of `before` or else of one of the same id. */
function noteInLookup(world: WorldDraft, message: MessageDraft, before?: Message): void {
  const id = message.lookup
  if (id === undefined) return
  const own = world.own.lookups.get(id)
  const lookup = own ?? world.lookups.get(id)
  if (lookup?.by !== message.from) return
  const messages = (own ?? editLookup(world, id))?.messages ?? []
  const place =
    before === undefined
      ? messages.findLastIndex(({ rpc }) => rpc === message.rpc)
      : messages.lastIndexOf(before)
  if (place >= 0) messages[place] = message
  else if (messages.length < LOOKUP_MESSAGES) messages.push(message)
}

/** The message of that id that its peer is still waiting for, to be written in World and lookup. */
function openMessage(world: WorldDraft, peer: PeerDraft, rpc: string): MessageDraft | undefined {
  const own = world.own.messages.get(rpc)
  const before = own ?? world.messages.get(rpc)
  if (before?.state !== 'sent' || before.from !== peer.peerId) return undefined
  const message = own ?? { ...before }
  if (own === undefined) addMessage(world, message)
  noteInLookup(world, message, before)
  return message
}

type Ending = 'endedAt' | 'ms' | 'state' | 'error' | 'closer' | 'hasRecord'

/** What a message has while nothing has become of it. */
const UNANSWERED: Pick<MessageDraft, Ending> = {
  endedAt: undefined,
  ms: undefined,
  state: 'sent',
  error: undefined,
  closer: [],
  hasRecord: false,
}
