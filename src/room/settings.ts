// The settings of a room: equal for all its peers, served by the relay at /api/room.

import * as v from 'valibot'
import { KadscopeError } from '../base/errors.ts'

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))

/** What a room may be called: it becomes part of the protocol id and of addresses. */
export const ROOM_NAME = /^[a-z0-9][a-z0-9-]{0,31}$/

/** Parses room settings, wherever they came from. */
export const roomSettingsSchema = v.object({
  room: v.pipe(v.string(), v.regex(ROOM_NAME)),
  /** The DHT's protocol id, `/kadscope/<room>/kad/1.0.0`. */
  protocol: v.pipe(v.string(), v.startsWith('/')),
  /** The relay's own addresses, fit for the address the question came to. */
  multiaddrs: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(32)),
  /** Where other devices open the page; told only to whoever asks on the relay's own machine. */
  pages: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.url(), v.regex(/^https?:/))), v.maxLength(32)),
  ),
  /** Bucket size, lookup width and number of copies. */
  k: v.pipe(positive, v.maxValue(64)),
  /** Requests under way at once on each path. */
  alpha: v.pipe(positive, v.maxValue(64)),
  disjointPaths: v.pipe(positive, v.maxValue(64)),
  /** How often holders see that k copies exist, in milliseconds. */
  republishMs: v.pipe(positive, v.minValue(1000)),
  /** How long a record lives without being republished by its publisher, in milliseconds. */
  expireMs: v.pipe(positive, v.minValue(1000)),
  /** The largest value of a record, in bytes. */
  maxValueBytes: positive,
})

/** The settings of a room. */
export type RoomSettings = v.InferOutput<typeof roomSettingsSchema>

/** The part of the settings that is the same whoever asks. */
export type RoomRules = Omit<RoomSettings, 'multiaddrs' | 'pages'>

/** What a class uses; the page shows what the real world uses beside each. */
export const CLASS_RULES: Omit<RoomRules, 'room' | 'protocol'> = {
  k: 4,
  alpha: 3,
  disjointPaths: 1,
  republishMs: 60_000,
  expireMs: 600_000,
  maxValueBytes: 16_384,
}

/** The DHT protocol id of a room. */
export function protocolOfRoom(room: string): string {
  return `/kadscope/${room}${DHT_PROTOCOL}`
}

/** How the DHT protocol id of each room ends. */
const DHT_PROTOCOL = '/kad/1.0.0'

/** Whether a protocol is a room's DHT. */
export function isDhtProtocol(protocol: string): boolean {
  return protocol.endsWith(DHT_PROTOCOL)
}

/** The gossipsub topic on which the peers of a room tell what they do. */
export function topicOfRoom(room: string): string {
  return `/kadscope/${room}/observe/1.0.0`
}

/** A room's name has characters that cannot be part of an address. */
export class InvalidRoomNameError extends KadscopeError {
  override name = 'InvalidRoomNameError'
  constructor(room: string) {
    super(
      `"${room.slice(0, 40)}" cannot be a room's name: use 1 to 32 of a-z, 0-9 and -, beginning with a letter or digit.`,
    )
  }
}

/** @throws InvalidRoomNameError when `room` cannot be a room's name. */
export function assertRoomName(room: string): void {
  if (!ROOM_NAME.test(room)) throw new InvalidRoomNameError(room)
}
