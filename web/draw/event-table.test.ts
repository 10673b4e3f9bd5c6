// Facts about the table of events.

import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/event/envelope.ts'
import { messagesEn, type Messages } from '../../src/event/messages.en.ts'
import { sentence } from '../../src/event/narrate.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { eventTable } from './event-table.ts'

/** The cells of a table, read as a spreadsheet reads them (RFC 4180). */
function cellsOf(csv: string): string[][] {
  return csv
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    )
}

describe('the table of events', () => {
  const room = new ModelRoom(3, 4)
  for (let i = 0; i < 4; i += 1) room.join(i * 100)
  const told = room.drain()

  it('has each event once, in words and raw', () => {
    const [headings, ...rows] = cellsOf(eventTable(told, messagesEn))
    expect(headings).toEqual(['time', 'peer', 'name', 'kind', 'sentence', 'event'])
    expect(rows).toHaveLength(told.length)
    for (const [index, envelope] of told.entries()) {
      const [time, peer, , kind, words, event = ''] = rows[index] ?? []
      expect([time, peer, kind]).toEqual([
        new Date(envelope.at).toISOString(),
        envelope.peer,
        envelope.event.kind,
      ])
      expect(words).toBe(sentence(envelope, messagesEn))
      expect(JSON.parse(event)).toEqual(envelope.event)
    }
  })

  it('has no cell that a spreadsheet would run as a formula', () => {
    const [first] = told
    if (first === undefined) throw new Error('the room told nothing')
    const messages: Messages = {
      locale: 'en',
      messages: { ...messagesEn.messages, 'peer.stopped': '{reason}' },
    }
    const event: Envelope['event'] = { kind: 'peer.stopped', reason: '=HYPERLINK("x","y")' }
    const [, row] = cellsOf(eventTable([{ ...first, event }], messages))
    expect(row?.[4]).toBe(`'=HYPERLINK("x","y")`)
  })
})
