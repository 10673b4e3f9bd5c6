// Saves the recording as a trace file.

import { encodeTrace, traceHeader } from '../../src/event/trace.ts'
import type { RoomSettings } from '../../src/room/settings.ts'
import type { Timeline } from '../../src/world/timeline.ts'
import { saveFile } from './save-file.ts'

/** Hands the whole recording to the browser as a download. */
export function downloadTrace(timeline: Timeline, settings: RoomSettings | undefined): void {
  const startedAt = timeline.timeAt(timeline.first + 1)
  const header = traceHeader({
    startedAt,
    ...(settings === undefined ? {} : { room: withoutAddresses(settings) }),
  })
  const blob = new Blob([encodeTrace(header, timeline.slice())], { type: 'application/jsonl' })
  saveFile(blob, traceName(startedAt, settings?.room))
}

function withoutAddresses({
  multiaddrs: _,
  ...rules
}: RoomSettings): Omit<RoomSettings, 'multiaddrs'> {
  return rules
}

function traceName(startedAt: number, room = 'room'): string {
  const stamp = new Date(startedAt).toISOString().slice(0, 19).replaceAll(':', '-')
  return `kadscope-${room}-${stamp}.jsonl`
}
