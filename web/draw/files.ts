// What the Files view shows of a share: its name, its pieces and who sent each.

import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import type { SourceProgress } from '../../src/peer/files/exchange/source.ts'
import { CHUNK_BYTES } from '../../src/peer/files/limits.ts'
import { sizeOf, type Manifest } from '../../src/peer/files/manifest.ts'
import { countOf } from './format.ts'
import { hueOf } from './identity.ts'

/** More cells than this are drawn as fewer, each for several pieces. */
const MOST_CELLS = 240

/** One cell of a picture of pieces: the hue of who sent it, undefined while it has not come. */
export type Cell = number | undefined

/** A share's name: its only file, its only folder, or how many files it has. */
export function titleOf({ files }: Manifest): string {
  const [first] = files
  if (first === undefined) return 'Nothing'
  if (files.length === 1) return first.name
  const folder = first.name.split('/')[0] ?? ''
  const one = first.name.includes('/') && files.every(({ name }) => name.startsWith(`${folder}/`))
  return one ? `${folder}/` : `${first.name} and ${countOf(files.length - 1, 'more file')}`
}

/** About how many pieces a share has: its files' pieces, a list for each file of several, and its own. */
export function piecesOf({ files }: Manifest): number {
  return files.reduce((sum, { size }) => {
    const leaves = Math.max(1, Math.ceil(size / CHUNK_BYTES))
    return sum + leaves + (leaves > 1 ? 1 : 0)
  }, 1)
}

/** The picture of a fetch, the pieces in the order in which they came. */
export function cellsOf(origins: readonly PeerName[], total: number): Cell[] {
  const pieces = Math.max(total, origins.length)
  const each = Math.ceil(pieces / MOST_CELLS)
  const hues = new Map<PeerName, number>()
  return Array.from({ length: Math.ceil(pieces / each) }, (_, at) => {
    const peer = origins[at * each]
    if (peer === undefined) return undefined
    const hue = hues.get(peer) ?? hueOf(kadIdOfPeer(peer))
    hues.set(peer, hue)
    return hue
  })
}

/** How much of a share has come, from 0 to 1. */
export function shareDone(bytes: number, manifest: Manifest | undefined): number {
  if (manifest === undefined) return 0
  const size = sizeOf(manifest.files)
  return size === 0 ? 1 : Math.min(1, bytes / size)
}

/** How a provider does, in words. */
export function sourceWords({ state, error }: SourceProgress): string {
  switch (state) {
    case 'waiting':
      return 'stands by'
    case 'asked':
      return 'sending'
    case 'done':
      return 'done'
    case 'lost':
      return 'lost'
    case 'refused':
      return error === 'RubbishBlockError' ? 'refused: it sent rubbish' : 'does not have it'
    default:
      return state satisfies never
  }
}
