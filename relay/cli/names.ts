// How peers, keys and moments are written in a terminal.

import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import { nickname, shortHex } from '../../src/kad/nickname.ts'
import { colouredDot } from '../colour.ts'

/** `amber-fox ab12`, with a dot of its colour where there are colours. */
export function peerText(peer: PeerName, colour: boolean): string {
  const id = kadIdOfPeer(peer)
  const text = `${nickname(id)} ${shortHex(id)}`
  return colour ? `${colouredDot(id)} ${text}` : text
}

/** Local time of day, `14:03:07`. */
export function timeOfDay(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}

/** Rows as lines with aligned columns; the last one is left as it is. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, visibleLength(cell))))
  }
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - visibleLength(cell)),
      )
      .join('  ')
      .trimEnd(),
  )
}

// eslint-disable-next-line no-control-regex -- what colours a terminal begins with Escape
const COLOURS = /\u001B\[[\d;]*m/g

/** How many places a text takes on the screen. */
function visibleLength(text: string): number {
  return text.replace(COLOURS, '').length
}
