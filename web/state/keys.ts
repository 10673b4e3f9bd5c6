// The keyboard: one key for each thing the timeline can do, wherever the focus is, except in fields.

import type { App } from './app.ts'
import { stepEvents, stepLookup, togglePlay } from './travel.ts'

/** What the keys do, for the list in the settings. */
export const KEYS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Space', does: 'pause, go on' },
  { keys: '← →', does: 'one event back, on' },
  { keys: '[ ]', does: 'one lookup back, on' },
  { keys: 'Home End', does: 'first, last event' },
  { keys: 'L', does: 'back to live' },
  { keys: ', .', does: 'slower, faster' },
  { keys: '- +', does: 'more, less of the timeline' },
  { keys: '1 … 9', does: 'open a view' },
  { keys: 'P', does: 'projector: large type' },
  { keys: 'N', does: 'tell what happens' },
  { keys: 'T', does: 'dark, light' },
  { keys: 'Esc', does: 'select nothing' },
]

/** The least and the most that the speed can be. */
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10] as const

/** Does what a key stands for. */
export function handleKey(event: KeyboardEvent, app: App): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
  if (isField(event.target)) return
  if (event.key === ' ' && isPressable(event.target)) return
  if (act(event.key, app)) event.preventDefault()
}

/** The speed that is one step slower (-1) or faster (+1). */
export function nextSpeed(speed: number, step: -1 | 1): number {
  const index = SPEEDS.findIndex((one) => one >= speed)
  return SPEEDS[Math.max(0, Math.min(index + step, SPEEDS.length - 1))] ?? 1
}

function act(key: string, app: App): boolean {
  return travels(key, app) || shows(key, app) || app.layout.showNumber(Number(key))
}

/** Keys that move the page's clock. */
function travels(key: string, { player, selection }: App): boolean {
  switch (key) {
    case ' ':
      togglePlay(player)
      return true
    case 'ArrowLeft':
    case 'ArrowRight':
      stepEvents(player, key === 'ArrowRight' ? 1 : -1)
      return true
    case '[':
    case ']':
      selection.showLookup(stepLookup(player, key === ']' ? 1 : -1) ?? selection.lookup)
      return true
    case 'Home':
      player.goto(player.timeline.first)
      return true
    case 'End':
      player.goto(player.total)
      return true
    case 'l':
    case 'L':
      player.live()
      return true
    case ',':
    case '.':
      player.speed = nextSpeed(player.speed, key === '.' ? 1 : -1)
      return true
    default:
      return false
  }
}

/** Keys that change how the page looks. */
function shows(key: string, { player, zoom, selection, theme, ...app }: App): boolean {
  switch (key.toLowerCase()) {
    case '+':
    case '=':
    case '-':
      zoom.by(key === '-' ? 2 : 0.5, player.at, player)
      return true
    case 'p':
      app.projector.toggle()
      return true
    case 'n':
      app.narration.toggle()
      return true
    case 't':
      theme.toggle()
      return true
    case 'escape':
      selection.clear()
      return true
    default:
      return false
  }
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLButtonElement ||
    target instanceof HTMLAnchorElement ||
    (target instanceof HTMLElement && target.closest('[role="dialog"]') !== null)
  )
}
