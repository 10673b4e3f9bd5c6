// How figures, ids and moments are written on the page: short, with units, in one way everywhere.

import { formatMs as formatShort } from '../../src/event/narrate.ts'

/** A duration in milliseconds as text: `38 ms`, `1.2 s`, `2 min 5 s`, `24 h`. */
export function formatMs(ms: number): string {
  if (ms < 59_950) return formatShort(ms)
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(seconds, 60, 'min', 's')
  return pair(Math.round(seconds / 60), 60, 'h', 'min')
}

/** How long ago something was, coarsely, so that it does not flicker: `now`, `8 s ago`, `3 min ago`. */
export function formatAgo(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 1) return 'now'
  if (seconds < 60) return `${seconds.toString()} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60).toString()} min ago`
  return `${Math.floor(seconds / 3600).toString()} h ago`
}

/** Bytes as text: `812 B`, `1.5 KiB`, `16 KiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes.toString()} B`
  if (bytes < 1024 * 1024) return `${trimZero((bytes / 1024).toFixed(1))} KiB`
  return `${trimZero((bytes / 1024 / 1024).toFixed(1))} MiB`
}

/** A moment as `14:03:27.512` in the viewer's own time zone. */
export function formatClock(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => value.toString().padStart(2, '0')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${time}.${date.getMilliseconds().toString().padStart(3, '0')}`
}

/** `1 peer`, `4 peers`: a count with its noun. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`
}

function pair(total: number, unit: number, big: string, small: string): string {
  const rest = total % unit
  const whole = `${Math.floor(total / unit).toString()} ${big}`
  return rest === 0 ? whole : `${whole} ${rest.toString()} ${small}`
}

function trimZero(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
