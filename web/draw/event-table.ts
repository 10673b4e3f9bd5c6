// Events as CSV (RFC 4180), for a spreadsheet: when, who, what, in plain words and raw.

import type { Envelope } from '../../src/event/envelope.ts'
import type { Messages } from '../../src/event/messages.en.ts'
import { sentence } from '../../src/event/narrate.ts'
import { nicknameOfPeer } from '../../src/kad/label.ts'

const HEADINGS = ['time', 'peer', 'name', 'kind', 'sentence', 'event']

/** One heading line and one line an event, each ended by CR LF; times in UTC. */
export function eventTable(envelopes: readonly Envelope[], messages: Messages): string {
  const rows = envelopes.map((envelope) => [
    new Date(envelope.at).toISOString(),
    envelope.peer,
    nicknameOfPeer(envelope.peer),
    envelope.event.kind,
    sentence(envelope, messages),
    JSON.stringify(envelope.event),
  ])
  return [HEADINGS, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

/** What other peers wrote can stand in a cell: a spreadsheet must not take it for a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
