// Observation frames: a peer's envelopes, packed for gossipsub, and unpacked with suspicion.

import { Inflate, deflateSync, strFromU8, strToU8 } from 'fflate'
import * as v from 'valibot'
import { KadscopeError } from '../base/errors.ts'
import type { Envelope } from '../event/envelope.ts'
import { eventSchema } from '../event/event.ts'
import { count, instant, peerName } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'

/** The largest frame that is sent or taken, in bytes. */
export const MAX_FRAME_BYTES = 8 * 1024

/** The largest text that a frame may unfold into, in bytes. */
const MAX_TEXT_BYTES = 256 * 1024

/** The most envelopes of one frame. */
const MAX_ENVELOPES = 1_000

const frameSchema = v.object({
  v: v.literal(1),
  peer: peerName,
  /** When it was sent, in milliseconds on the sender's clock. */
  sentAt: instant,
  /** Whether the others are asked for their whole state; left out where not. */
  asks: v.optional(v.boolean(), false),
  events: v.pipe(
    v.array(v.object({ seq: count, at: instant, event: eventSchema })),
    v.maxLength(MAX_ENVELOPES),
  ),
})

/** A frame could not be read, or is not by who signed it. */
export class BadFrameError extends KadscopeError {
  override name = 'BadFrameError'
}

/** What one peer tells the room at one time. */
export interface Frame {
  readonly peer: PeerName
  readonly sentAt: number
  /** Whether the sender has just begun to hear, and wants to be told the whole state. */
  readonly asks: boolean
  readonly envelopes: readonly Envelope[]
}

/** The bytes of a frame. */
export function packFrame({ peer, sentAt, asks, envelopes }: Frame): Uint8Array {
  const events = envelopes.map(({ seq, at, event }) => ({ seq, at, event }))
  const frame = { v: 1, peer, sentAt, ...(asks ? { asks } : {}), events }
  return deflateSync(strToU8(JSON.stringify(frame)))
}

/**
 * Reads a frame that `signer` signed.
 *
 * @throws BadFrameError when it is too large, damaged, or speaks for another peer.
 */
export function unpackFrame(bytes: Uint8Array, signer: PeerName): Frame {
  if (bytes.length > MAX_FRAME_BYTES) throw new BadFrameError(`frame has ${bytes.length} bytes`)
  const parsed = v.safeParse(frameSchema, parseJson(inflate(bytes)))
  if (!parsed.success) throw new BadFrameError(parsed.issues[0].message)
  const { peer, sentAt, asks, events } = parsed.output
  if (peer !== signer) throw new BadFrameError(`${signer} speaks for ${peer}`)
  // SPEC E2: one event from far in the future would hold everybody's clock there.
  if (events.some(({ at }) => at > sentAt)) throw new BadFrameError('frame tells of the future')
  const envelopes = events.map((envelope): Envelope => ({ ...envelope, peer, source: 'room' }))
  return { peer, sentAt, asks, envelopes }
}

/** Unfolds at most `MAX_TEXT_BYTES`: a small frame could hold a very large one. */
function inflate(bytes: Uint8Array): string {
  const parts: Uint8Array[] = []
  let length = 0
  const stream = new Inflate((part) => {
    length += part.length
    if (length > MAX_TEXT_BYTES) throw new BadFrameError('frame unfolds into too much')
    parts.push(part)
  })
  try {
    stream.push(bytes, true)
  } catch (error) {
    throw error instanceof BadFrameError ? error : new BadFrameError('frame is not deflated data')
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return strFromU8(whole)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadFrameError('frame is not JSON')
  }
}
