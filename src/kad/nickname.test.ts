// Facts about nicknames.

import { describe, expect, it } from 'vitest'
import { ANIMALS } from './animals.ts'
import { kadIdOfPeer, type KadId, type PeerName, type RecordKey } from './kad-id.ts'
import { nicknameOfPeer, shortKey } from './label.ts'
import { COLOUR_WORDS, huePosition, nickname, shortHex } from './nickname.ts'
import { population } from './test-population.ts'

const [peer = '' as PeerName] = population(1)

describe('M11 nicknames', () => {
  it('come from 32 colours and 256 animals, all different and short', () => {
    expect(new Set(COLOUR_WORDS).size).toBe(32)
    expect(new Set(ANIMALS).size).toBe(256)
    for (const word of [...COLOUR_WORDS, ...ANIMALS]) expect(word).toMatch(/^[a-z]{2,8}$/)
  })

  it('take their colour from the position in the id space', () => {
    const first = '00'.repeat(32) as KadId
    const last = 'ff'.repeat(32) as KadId
    expect(huePosition(first)).toBe(0)
    expect(huePosition(last)).toBeLessThan(1)
    expect(huePosition('8'.padEnd(64, '0') as KadId)).toBe(0.5)
    expect(nickname(first)).toBe('rose-alpaca')
    expect(nickname(last)).toBe('pink-zebu')
  })

  it('differ between near ids by their animal', () => {
    const ids = ['01', '02', '03'].map((end) => `bc36${'0'.repeat(58)}${end}` as KadId)
    expect(new Set(ids.map(nickname)).size).toBe(3)
    expect(new Set(ids.map((id) => nickname(id).split('-')[0])).size).toBe(1)
  })

  it('are shown with four hex digits', () => {
    expect(shortHex(`bc36${'0'.repeat(60)}` as KadId)).toBe('bc36')
  })

  it('of peers come from their kad ids', () => {
    expect(nicknameOfPeer(peer)).toBe(nickname(kadIdOfPeer(peer)))
    expect(nicknameOfPeer(peer)).toBe(nicknameOfPeer(peer))
    expect(nicknameOfPeer('not base58: 0OIl' as PeerName)).toBe('not base…')
  })
})

describe('shortKey', () => {
  it('shortens hashes and names peers', () => {
    const name = nicknameOfPeer(peer)
    expect(shortKey(`/c/${'3f9a'.repeat(16)}` as RecordKey)).toBe('/c/3f9a…')
    expect(shortKey(`/m/${peer}/notes` as RecordKey)).toBe(`/m/${name}/notes`)
    expect(shortKey(`/n/chat/${peer}` as RecordKey)).toBe(`/n/chat/${name}`)
    expect(shortKey('/u/motd' as RecordKey)).toBe('/u/motd')
    expect(shortKey('/other/a/b/c/d' as RecordKey)).toBe('/other/a/b/c/d')
  })
})
