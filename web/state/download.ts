// Saves the recording as a trace file.

import { encodeTrace, traceHeader } from '../../src/event/trace.ts'
import type { RoomSettings } from '../../src/room/settings.ts'
import type { Timeline } from '../../src/world/timeline.ts'

/** Hands the whole recording to the browser as a download. */
export function downloadTrace(timeline: Timeline, settings: RoomSettings | undefined): void {
  const startedAt = timeline.timeAt(timeline.first + 1)
  const header = traceHeader({
    startedAt,
    ...(settings === undefined ? {} : { room: withoutAddresses(settings) }),
  })
  const blob = new Blob([encodeTrace(header, timeline.slice())], { type: 'application/jsonl' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = traceName(startedAt, settings?.room)
  link.click()
  // The download has begun by then; kept for ever, the file would fill the memory.
  setTimeout(() => {
    URL.revokeObjectURL(link.href)
  }, 60_000)
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
