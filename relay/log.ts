// The relay's log: a readable line for each thing that its DHT nodes serve, learn or store.

import type { Envelope } from '../src/event/envelope.ts'
import type { EventKind } from '../src/event/event.ts'
import { narrate, type Part } from '../src/event/narrate.ts'
import { kadIdOfPeer } from '../src/kad/kad-id.ts'
import { onOneLine } from './cli/harmless.ts'
import { colouredDot } from './colour.ts'

/** How lines are written. */
export interface LineStyle {
  /** Whether the terminal shows colours. */
  colour: boolean
  /** Whether to name the room, as there are several. */
  rooms: boolean
}

/** What is worth a line; the rest is the upkeep of the relay's own tables. */
const TOLD: ReadonlySet<EventKind> = new Set<EventKind>([
  'connection.opened',
  'connection.closed',
  'contact.added',
  'contact.removed',
  'bucket.split',
  'rpc.served',
  'rpc.refused',
  'record.stored',
  'record.replicated',
  'record.republished',
  'record.rejected',
  'record.expired',
  'record.deleted',
])

/** What is worth a line beside that when the whole room is watched. */
const TOLD_OF_ROOM: ReadonlySet<EventKind> = new Set<EventKind>([
  'peer.started',
  'peer.mode.changed',
  'peer.stopped',
  'relay.lost',
  'lookup.started',
  'lookup.finished',
])

/** Whether an event of any peer gets a line when the whole room is watched. */
export function isToldOfRoom(kind: EventKind): boolean {
  return TOLD.has(kind) || TOLD_OF_ROOM.has(kind)
}

/** Whether an envelope gets a line of its own. */
export function isTold({ event }: Envelope): boolean {
  return TOLD.has(event.kind)
}

/** One line: the time and a sentence, each peer in it with a dot of its colour. */
export function logLine(envelope: Envelope, room: string, { colour, rooms }: LineStyle): string {
  const words = narrate(envelope).map((part) => (colour ? coloured(part) : part.text))
  return `${timeOf(envelope.at)} ${rooms ? `[${room}] ` : ''}${onOneLine(words.join(''))}`
}

/** An envelope as a line of JSON, with the room it belongs to. */
export function jsonLine(envelope: Envelope, room: string): string {
  return JSON.stringify({ room, ...envelope })
}

function coloured(part: Part): string {
  return part.type === 'peer' ? `${colouredDot(kadIdOfPeer(part.peer))} ${part.text}` : part.text
}

/** Local time of day, `14:03:07`. */
function timeOf(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}
