// Saves what was recorded: all of it or part of it as a trace file, or part of it as a table.

import type { Envelope } from '../../src/event/envelope.ts'
import type { Messages } from '../../src/event/messages.en.ts'
import { encodeTrace, traceHeader } from '../../src/event/trace.ts'
import type { RoomRules, RoomSettings } from '../../src/room/settings.ts'
import { eventTable } from '../draw/event-table.ts'
import { saveFile } from './save-file.ts'

/** What is saved, and of what room. */
export interface Saved {
  readonly envelopes: readonly Envelope[]
  readonly settings: RoomSettings | undefined
  /** What was chosen, in words, where it is only part of the recording. */
  readonly excerpt?: string | undefined
}

/** Hands a recording, or part of one, to the browser as a trace that can be opened again. */
export function downloadTrace({ envelopes, settings, excerpt }: Saved): void {
  const header = traceHeader({
    startedAt: startOf(envelopes),
    ...(settings === undefined ? {} : { room: withoutAddresses(settings) }),
    ...(excerpt === undefined ? {} : { excerpt }),
  })
  const blob = new Blob([encodeTrace(header, envelopes)], { type: 'application/jsonl' })
  saveFile(blob, `${nameOf({ envelopes, settings, excerpt })}.jsonl`)
}

/** Hands events to the browser as a table for a spreadsheet, told in the language of `messages`. */
export function downloadTable(saved: Saved, messages: Messages): void {
  const blob = new Blob([eventTable(saved.envelopes, messages)], { type: 'text/csv' })
  saveFile(blob, `${nameOf(saved)}.csv`)
}

function withoutAddresses({ multiaddrs: _, pages: __, ...rules }: RoomSettings): RoomRules {
  return rules
}

function startOf(envelopes: readonly Envelope[]): number {
  return envelopes[0]?.at ?? 0
}

function nameOf({ envelopes, settings, excerpt }: Saved): string {
  const stamp = new Date(startOf(envelopes)).toISOString().slice(0, 19).replaceAll(':', '-')
  const part = excerpt === undefined ? '' : '-part'
  return `kadscope-${settings?.room ?? 'room'}-${stamp}${part}`
}
