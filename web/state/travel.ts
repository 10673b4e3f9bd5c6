// Ways through a recording: event by event, lookup by lookup, and back to the beginning.

import type { Envelope } from '../../src/event/envelope.ts'
import type { Player } from './player.svelte.ts'

/** What a way through a recording needs of the player. */
export type Traveller = Pick<
  Player,
  'timeline' | 'position' | 'mode' | 'follows' | 'goto' | 'play' | 'pause'
>

/** Pauses, or goes on; at the end of a recording there is nothing to go on to but its beginning. */
export function togglePlay(player: Traveller): void {
  const ended = !player.follows && player.position === player.timeline.length
  if (player.mode !== 'paused') player.pause()
  else if (ended) rewind(player)
  else player.play()
}

/** Pauses and goes so many events on, or back. */
export function stepEvents(player: Traveller, events: number): void {
  player.goto(player.position + events)
}

/**
 * Pauses and goes to the beginning of the next lookup (1) or the one before (-1): of those that
 * somebody started by hand, unless there are none on that side.
 *
 * @returns the lookup; undefined when there is none on that side
 */
export function stepLookup(player: Traveller, direction: -1 | 1): string | undefined {
  const { timeline, position } = player
  const go = (matches: (envelope: Envelope) => boolean): string | undefined => {
    const index =
      direction === 1
        ? timeline.nextIndex(position, matches)
        : timeline.previousIndex(position, matches)
    const envelope = timeline.envelopeAt(index - 1)
    if (envelope === undefined || !matches(envelope) || index === position) return undefined
    player.goto(index)
    return envelope.event.kind === 'lookup.started' ? envelope.event.lookup : undefined
  }
  return go(({ event }) => event.kind === 'lookup.started' && !event.background) ?? go(beginsLookup)
}

/** Goes back to the beginning and plays from there. */
export function rewind(player: Traveller): void {
  player.goto(player.timeline.first)
  player.play()
}

function beginsLookup({ event }: Envelope): boolean {
  return event.kind === 'lookup.started'
}
