// The envelope: an event with who saw it, when, and on which tier.

import * as v from 'valibot'
import { eventSchema } from './event.ts'
import { count, instant, peerName, tier } from './schema.ts'

/** Parses one envelope. */
export const envelopeSchema = v.object({
  seq: count,
  at: instant,
  peer: peerName,
  source: tier,
  event: eventSchema,
})

/**
 * An event as `peer` reported it: `seq` counts up per peer, `at` is milliseconds
 * on the source's clock.
 */
export type Envelope = v.InferOutput<typeof envelopeSchema>
