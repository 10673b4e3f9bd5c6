// Messages in the World: requests under way, what became of them, and the lookups they belong to.

import type { EventOf } from '../event/event.ts'
import type { Operation, RpcType } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import {
  addMessage,
  appended,
  dropMessages,
  editLookupAt,
  editMessageAt,
  type MessageDraft,
  type PeerDraft,
  type WorldDraft,
} from './draft.ts'
import { LOOKUP_MESSAGES, MESSAGES_DROPPED, MESSAGES_KEPT, MESSAGES_OPEN } from './limits.ts'
import { isOfEarlierRun } from './peers.ts'
import type { Spot } from './version-values.ts'
import type { Message } from './world.ts'

/** A message left its peer. */
export function sendMessage(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'rpc.sent'>,
  at: number,
): void {
  if (peer.open.some(({ rpc }) => rpc === event.rpc)) return
  const message = newMessage(world, peer, event, at)
  if (message === undefined) return
  peer.open = appended(peer.open, message, MESSAGES_OPEN)
}

/** A message got an answer. */
export function answerMessage(
  world: WorldDraft,
  peer: PeerDraft,
  event: EventOf<'rpc.answered'>,
  at: number,
): void {
  const message = endMessage(world, peer, event.rpc)
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
  const message = endMessage(world, peer, event.rpc) ?? unsentMessage(world, peer, event, at)
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
  if (lookup?.by !== peer.peerId) return undefined
  const { rpc, to, ms, path } = event
  const { lookup: id, target, key } = lookup
  const type = REQUEST_OF[lookup.operation] ?? 'FIND_NODE'
  const request = { rpc, to, type, target, key, lookup: id, path, dialMs: ms, bytes: 0 }
  return newMessage(world, peer, request, at - ms)
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

/** A message in the World and in its lookup; undefined when that lookup has one of its id. */
function newMessage(
  world: WorldDraft,
  peer: PeerDraft,
  request: Request,
  sentAt: number,
): MessageDraft | undefined {
  const lookup = world.lookups.find(request.lookup ?? '')
  const others = messagesOf(world, peer, lookup)
  const place = others.findLastIndex(({ rpc }) => rpc === request.rpc)
  const before = others[place]
  if (before !== undefined && !isOfEarlierRun(peer, before.from, before.sentAt)) return undefined
  const message = unanswered(world, peer, request, sentAt)
  addMessage(world, message)
  if (world.messages.size > MESSAGES_KEPT) dropOldest(world)
  noteInLookup(world, peer, lookup, place, message)
  return message
}

/** The message of that id that its peer is still waiting for, to be written in World and lookup. */
function endMessage(world: WorldDraft, peer: PeerDraft, rpc: string): MessageDraft | undefined {
  const open = peer.open.find((one) => one.rpc === rpc)
  if (open === undefined) return undefined
  peer.open = peer.open.filter((one) => one !== open)
  const before = world.messages.at(open.spot)
  const message = editMessageAt(world, open.spot)
  if (before === undefined || message === undefined) return undefined
  // Also when it is this fold's own: its lookup may have been told of only since.
  const lookup = world.lookups.find(open.lookup ?? '')
  const place = messagesOf(world, peer, lookup).lastIndexOf(before)
  noteInLookup(world, peer, lookup, place, message)
  return message
}

/** The messages of the lookup at a spot, if it is that peer's own. */
function messagesOf(world: WorldDraft, peer: PeerDraft, lookup: Spot): readonly Message[] {
  const found = world.lookups.at(lookup)
  return found?.by === peer.peerId ? found.messages : []
}

/** Puts a message into its lookup, at a place where there is one or after the last. */
function noteInLookup(
  world: WorldDraft,
  peer: PeerDraft,
  spot: Spot,
  place: number,
  message: MessageDraft,
): void {
  if (world.lookups.at(spot)?.by !== peer.peerId) return
  const messages = editLookupAt(world, spot)?.messages ?? []
  if (place >= 0) messages[place] = message
  else if (messages.length < LOOKUP_MESSAGES) messages.push(message)
}

/** What is known of a message when it leaves. */
type Request = Pick<Message, 'rpc' | 'to' | 'type' | 'target' | 'dialMs' | 'bytes'> &
  Partial<Pick<Message, 'key' | 'lookup' | 'path'>>

/** A message of which nothing has become yet. */
function unanswered(
  world: WorldDraft,
  peer: PeerDraft,
  request: Request,
  sentAt: number,
): MessageDraft {
  return {
    rpc: request.rpc,
    spot: world.messages.next,
    from: peer.peerId,
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
