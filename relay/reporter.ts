// Writes what the relay's DHT nodes tell to the terminal: as sentences, as JSON, or not at all.

import type { Envelope } from '../src/event/envelope.ts'
import { isTold, jsonLine, logLine } from './log.ts'

/** How and where to write. */
export interface ReporterInit {
  quiet: boolean
  json: boolean
  colour: boolean
  write: (line: string) => void
}

/** Takes the envelopes of a room's DHT node. */
export type Reporter = (room: string, envelope: Envelope) => void

/** Makes the reporter that the options ask for; `json` goes before `quiet`. */
export function createReporter({ quiet, json, colour, write }: ReporterInit): Reporter {
  if (json) return (room, envelope) => write(jsonLine(envelope, room))
  if (quiet) return () => undefined
  const rooms = new Set<string>()
  return (room, envelope) => {
    rooms.add(room)
    if (isTold(envelope)) write(logLine(envelope, room, { colour, rooms: rooms.size > 1 }))
  }
}
