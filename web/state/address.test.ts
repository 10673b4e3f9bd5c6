import { describe, expect, it } from 'vitest'
import type { PeerName, RecordKey } from '../../src/kad/kad-id.ts'
import { readAddress, writeAddress, type Address } from './address.ts'

const PEER = `12D3KooW${'A'.repeat(44)}` as PeerName

const full: Address = {
  views: ['buckets', 'records'],
  split: 55,
  peers: [PEER],
  key: '/u/motd' as RecordKey,
  lookup: 'l-7',
}

describe('the address of a picture', () => {
  it('reads back what it wrote', () => {
    expect(readAddress(writeAddress('', full))).toEqual(full)
  })

  it('keeps what belongs to others', () => {
    const query = writeAddress('?room=lab-3&view=log', full)
    expect(new URLSearchParams(query).get('room')).toBe('lab-3')
    expect(new URLSearchParams(query).get('view')).toBe('buckets,records')
  })

  it('is empty when there is nothing to say', () => {
    const nothing: Address = {
      views: [],
      split: undefined,
      peers: [],
      key: undefined,
      lookup: undefined,
    }
    expect(writeAddress('?view=log&key=/u/a&split=40', nothing)).toBe('')
    expect(readAddress('')).toEqual(nothing)
  })

  it('leaves out what is unknown, malformed or said twice', () => {
    const query =
      '?view=log,nonsense,log,join,buckets&peer=<b>,' + PEER + '&key=motd&lookup=&split=99'
    expect(readAddress(query)).toEqual({
      views: ['log', 'join'],
      split: undefined,
      peers: [PEER],
      key: undefined,
      lookup: undefined,
    })
  })
})
