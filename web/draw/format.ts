// How figures, ids and moments are written on the page: short, with units, in one way everywhere.

// The terminal writes these in the same way.
export { countOf, formatBytes, formatCount, formatMs } from '../../src/event/format.ts'

/** How long ago something was, coarsely, so that it does not flicker: `now`, `8 s ago`, `3 min ago`. */
export function formatAgo(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 1) return 'now'
  if (seconds < 60) return `${seconds.toString()} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60).toString()} min ago`
  return `${Math.floor(seconds / 3600).toString()} h ago`
}

/** A moment as `14:03:27.512` in the viewer's own time zone. */
export function formatClock(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => value.toString().padStart(2, '0')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${time}.${date.getMilliseconds().toString().padStart(3, '0')}`
}
