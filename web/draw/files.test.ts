import { expect, test } from 'vitest'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { kadIdOfPeer } from '../../src/kad/kad-id.ts'
import { cellsOf, piecesOf, shareDone, titleOf } from './files.ts'
import { hueOf } from './identity.ts'

const file = (
  name: string,
  size = 1,
): { name: string; size: number; type: string; cid: string } => ({
  name,
  size,
  type: '',
  cid: 'b',
})
const peer = '12D3KooWA5sTKqCYkWPkEu8snzXEKrjtSwVVaFSs1bXiTiB3bKTV' as PeerName

test('a share is called after its file, its folder, or its first file', () => {
  expect(titleOf({ files: [file('a.txt')] })).toBe('a.txt')
  expect(titleOf({ files: [file('trip/a.jpg'), file('trip/b/c.jpg')] })).toBe('trip/')
  expect(titleOf({ files: [file('trip/a.jpg'), file('b.jpg')] })).toBe('trip/a.jpg and 1 more file')
})

test('a file of 1 MiB has four pieces, a list of them, and the share a list of files', () => {
  expect(piecesOf({ files: [file('a', 2 ** 20)] })).toBe(6)
  expect(piecesOf({ files: [file('a', 0)] })).toBe(2)
})

test('a cell has the hue of who sent its piece, and none before it came', () => {
  const hue = hueOf(kadIdOfPeer(peer))
  expect(cellsOf([peer, peer], 4)).toEqual([hue, hue, undefined, undefined])
  expect(cellsOf([], 10_000).length).toBeLessThanOrEqual(240)
})

test('done is from 0 to 1, and 0 while nothing is known', () => {
  expect(shareDone(5, undefined)).toBe(0)
  expect(shareDone(50, { files: [file('a', 100)] })).toBe(0.5)
  expect(shareDone(150, { files: [file('a', 100)] })).toBe(1)
})
