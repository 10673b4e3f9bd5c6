// Messages in the World: requests under way, what became of them, and the lookups they belong to.

import type { EventOf } from '../event/event.ts'
import type { Operation, RpcType } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import {
  addMessage,
  dropMessages,
  editLookupAt,
  editMessageAt,
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
  const spot = world.messages.find(event.rpc)
  const before = world.messages.at(spot)
  if (before !== undefined && !isOfEarlierRun(peer, before.from, before.sentAt)) return
  const message = unanswered(peer, event, at)
  addMessage(world, message, spot)
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
  const spot = world.messages.find(event.rpc)
  if (lookup?.by !== peer.peerId || world.messages.at(spot) !== undefined) return undefined
  const { rpc, to, ms, path } = event
  const { lookup: id, target, key } = lookup
  const type = REQUEST_OF[lookup.operation] ?? 'FIND_NODE'
  const request = { rpc, to, type, target, key, lookup: id, path, dialMs: ms, bytes: 0 }
  const message = unanswered(peer, request, at - ms)
  addMessage(world, message, spot)
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
  const { lookup: id, rpc, from } = message
  if (id === undefined) return
  const spot = world.lookups.find(id)
  if (world.lookups.at(spot)?.by !== from) return
  const messages = editLookupAt(world, spot)?.messages ?? []
  const place =
    before === undefined
      ? messages.findLastIndex((other) => other.rpc === rpc)
      : messages.lastIndexOf(before)
  if (place >= 0) messages[place] = message
  else if (messages.length < LOOKUP_MESSAGES) messages.push(message)
}

/** The message of that id that its peer is still waiting for, to be written in World and lookup. */
function openMessage(world: WorldDraft, peer: PeerDraft, rpc: string): MessageDraft | undefined {
  const spot = world.messages.find(rpc)
  const before = world.messages.at(spot)
  if (before?.state !== 'sent' || before.from !== peer.peerId) return undefined
  const message = editMessageAt(world, spot)
  if (message === undefined) return undefined
  // Also when it is this fold's own: its lookup may have been told of only since.
  noteInLookup(world, message, before)
  return message
}

/** What is known of a message when it leaves. */
type Request = Pick<Message, 'rpc' | 'to' | 'type' | 'target' | 'dialMs' | 'bytes'> &
  Partial<Pick<Message, 'key' | 'lookup' | 'path'>>

/** A message of which nothing has become yet. */
function unanswered({ peerId }: PeerDraft, request: Request, sentAt: number): MessageDraft {
  return {
    rpc: request.rpc,
    from: peerId,
    to: request.to,
    type: request.type,
    target: request.target,
    key: request.key,
    lookup: request.lookup,
    path: request.path,
    dialMs: request.dialMs,
    sentAt,
    endedAt: undefined,
    ms: undefined,
    state: 'sent',
    error: undefined,
    bytes: request.bytes,
    closer: NOBODY,
    hasRecord: false,
  }
}

const NOBODY: readonly PeerName[] = []
