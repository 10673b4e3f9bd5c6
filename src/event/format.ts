// How figures are written for people, on the page and in the terminal: short, with units, in one way everywhere.

import { formatMs as formatShort } from './narrate.ts'

/** A duration in milliseconds as text: `38 ms`, `1.2 s`, `2 min 5 s`, `24 h`. */
export function formatMs(ms: number): string {
  if (ms < 59_950) return formatShort(ms)
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(seconds, 60, 'min', 's')
  return pair(Math.round(seconds / 60), 60, 'h', 'min')
}

/** Bytes as text: `812 B`, `1.5 KiB`, `16 KiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes.toString()} B`
  if (bytes < 1024 * 1024) return `${trimZero((bytes / 1024).toFixed(1))} KiB`
  return `${trimZero((bytes / 1024 / 1024).toFixed(1))} MiB`
}

/**
 * A whole number as text: `12,345`. Not by the browser's own formatter, which takes some 60 ms
 * the first time a page uses it.
 */
export function formatCount(count: number): string {
  return count.toString().replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 peer`, `4 peers`: a count with its noun. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

function pair(total: number, unit: number, big: string, small: string): string {
  const rest = total % unit
  const whole = `${Math.floor(total / unit).toString()} ${big}`
  return rest === 0 ? whole : `${whole} ${rest.toString()} ${small}`
}

function trimZero(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
