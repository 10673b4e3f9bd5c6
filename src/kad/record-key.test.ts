// Facts about record keys and lookup targets.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from './kad-id.ts'
import {
  contentKey,
  InvalidKeyError,
  isRecordKey,
  MAX_NAME_LENGTH,
  parseLookupTarget,
  parseRecordKey,
} from './record-key.ts'
import { population } from './test-population.ts'

const [peer = '' as PeerName] = population(1)
const rsaPeer = 'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N'
const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('M12 record keys', () => {
  it('are taken apart by namespace', () => {
    expect(parseRecordKey(`/c/${hash}`)).toEqual({ namespace: 'c', key: `/c/${hash}`, hash })
    expect(parseRecordKey(`/m/${peer}/notes`)).toMatchObject({ publisher: peer, name: 'notes' })
    expect(parseRecordKey(`/n/chat/${rsaPeer}`)).toMatchObject({ under: 'chat', peer: rsaPeer })
    expect(parseRecordKey('/u/motd')).toEqual({ namespace: 'u', key: '/u/motd', name: 'motd' })
  })

  it('may have names in any script', () => {
    for (const name of ['größe', '日本', 'a.b_c-d~e:f@g', '🦊', "it's"]) {
      expect(parseRecordKey(`/u/${name}`)).toMatchObject({ name })
    }
    expect(isRecordKey(`/u/${'n'.repeat(MAX_NAME_LENGTH)}`)).toBe(true)
  })

  it.each([
    ['', 'begins with a slash'],
    ['motd', 'begins with a slash'],
    ['/', 'no such namespace'],
    ['/x/motd', 'no such namespace'],
    ['/u', 'one part comes'],
    ['/u/', 'a name is missing'],
    ['/u/a/b', 'one part comes'],
    ['/u/a b', 'spaces or invisible'],
    ['/u/a\u202eb', 'spaces or invisible'],
    ['/u/a\u0000b', 'spaces or invisible'],
    [`/u/${'n'.repeat(MAX_NAME_LENGTH + 1)}`, 'too long'],
    ['/c/abc', '64 lower-case hex digits'],
    [`/c/${hash.toUpperCase()}`, '64 lower-case hex digits'],
    [`/m/${peer}`, 'two parts come'],
    ['/m/me/notes', 'is no peer id'],
    [`/m/${peer.slice(0, -1)}/notes`, 'is no peer id'],
    ['/n/chat/me', 'is no peer id'],
    [`/n//${peer}`, 'a name is missing'],
  ])('refuses %j and says why', (text, reason) => {
    expect(() => parseRecordKey(text)).toThrow(InvalidKeyError)
    expect(() => parseRecordKey(text)).toThrow(reason)
    expect(() => parseRecordKey(text)).toThrow('/u/<name>')
    expect(isRecordKey(text)).toBe(false)
  })

  it('of content are the hash of its bytes', () => {
    expect(contentKey(new TextEncoder().encode('abc'))).toBe(`/c/${hash}`)
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(parseRecordKey(contentKey(bytes)).namespace).toBe('c')
      }),
    )
  })

  it('are refused with one named error, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          expect(parseRecordKey(`/${text}`).key).toBe(`/${text}`)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(InvalidKeyError)
          expect(thrown).toHaveProperty('name', 'InvalidKeyError')
        }
      }),
    )
  })
})

describe('M13 lookup targets', () => {
  it('are record keys, which lie at the hash of their text', () => {
    expect(parseLookupTarget('/u/motd')).toEqual({
      type: 'key',
      key: '/u/motd',
      bytes: new Uint8Array(Buffer.from('/u/motd')),
      kadId: kadIdOfKey('/u/motd' as RecordKey),
    })
  })

  it('are peer ids, which lie where the peer does', () => {
    for (const id of [peer, rsaPeer as PeerName]) {
      expect(parseLookupTarget(id)).toMatchObject({
        type: 'peer',
        peer: id,
        kadId: kadIdOfPeer(id),
      })
    }
  })

  it('are nothing else', () => {
    for (const text of ['', 'motd', '/x/y', `${peer.slice(0, -2)}zz1`, 'a'.repeat(46)]) {
      expect(() => parseLookupTarget(text)).toThrow(InvalidKeyError)
    }
    expect(() => parseLookupTarget('motd')).toThrow('Give a peer id')
  })
})
