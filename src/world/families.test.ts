// Facts about what each family of events does to the World.

import { describe, expect, it } from 'vitest'
import type { EventOf } from '../event/event.ts'
import { kadIdOfKey, kadIdOfPeer, type RecordKey } from '../kad/kad-id.ts'
import { nickname } from '../kad/nickname.ts'
import { emptyWorld } from './empty-world.ts'
import {
  LOOKUPS_DROPPED,
  LOOKUPS_KEPT,
  LOOKUP_MESSAGES,
  MESSAGES_KEPT,
  MESSAGES_KEPT_MS,
  MESSAGES_OPEN,
  MESSAGES_OPEN_MS,
  PEERS_KEPT,
  REJECTIONS_KEPT,
  SEEN_MS,
} from './limits.ts'
import { population } from '../kad/test-population.ts'
import { fold } from './reduce.ts'
import { TestRoom } from './test-room.ts'
import type { Message } from './world.ts'

const key = '/u/motd' as RecordKey
const target = kadIdOfKey(key)

function messageOf(room: TestRoom, rpc: string): Message | undefined {
  return [...room.world.messages].findLast((message) => message.rpc === rpc)
}

function messageIds(room: TestRoom): string[] {
  return [...room.world.messages].map(({ rpc }) => rpc)
}

function sent(room: TestRoom, rpc: string, lookup?: string): EventOf<'rpc.sent'> {
  const of = lookup === undefined ? {} : { lookup }
  const to = room.name(1)
  return { kind: 'rpc.sent', rpc, to, type: 'GET_VALUE', target, key, bytes: 40, dialMs: 2, ...of }
}

function answered(room: TestRoom, rpc: string): EventOf<'rpc.answered'> {
  const closer = [room.name(2), room.name(3)]
  const from = room.name(1)
  return { kind: 'rpc.answered', rpc, from, ms: 12, bytes: 90, closer, hasRecord: true }
}

function started(lookup: string, background = false): EventOf<'lookup.started'> {
  return { kind: 'lookup.started', lookup, operation: 'get', target, key, background }
}

function finished(room: TestRoom, lookup: string): EventOf<'lookup.finished'> {
  const closest = [room.name(1)]
  return { kind: 'lookup.finished', lookup, outcome: 'found', closest, ms: 20 }
}

describe('W4 the peer family', () => {
  it('tells who a peer is', () => {
    const room = new TestRoom()
    room.start(0)
    const kadId = kadIdOfPeer(room.name(0))
    expect(room.peer(0)).toMatchObject({ kadId, name: nickname(kadId), k: 4, agent: 'lab' })
    room.tell(0, { kind: 'peer.mode.changed', mode: 'client' })
    expect(room.peer(0).mode).toBe('client')
  })

  it('replaces all that is known of a peer by its description', () => {
    const room = new TestRoom()
    room.start(0)
    room.open(0, 1)
    room.open(0, 2)
    room.tell(0, { kind: 'contact.added', contact: room.name(1) })
    room.tell(0, { kind: 'contact.added', contact: room.name(4) })
    const addedAt = room.at
    room.tell(0, { kind: 'record.stored', key, bytes: 3, storedBy: room.name(0), expiresAt: 9e9 })
    const other = '/u/other' as RecordKey
    room.tell(0, {
      kind: 'peer.described',
      kadId: kadIdOfPeer(room.name(0)),
      mode: 'server',
      agent: 'lab',
      k: 8,
      stage: 'ready',
      contacts: [room.name(4), room.name(5)],
      splits: ['', '1'],
      connections: [
        { connection: '0-2', remote: room.name(2), path: 'virtual', direction: 'out' },
        { connection: 'new', remote: room.name(3), path: 'virtual', direction: 'in' },
      ],
      records: [
        { key: other, bytes: 7, storedBy: room.name(5), storedAt: 5, expiresAt: 9, served: 2 },
      ],
    })
    const peer = room.peer(0)
    expect(peer).toMatchObject({ k: 8, stage: 'ready' })
    expect([...peer.splits.keys()]).toEqual(['', '1'])
    expect([...peer.contacts.keys()]).toEqual([room.name(4), room.name(5)])
    expect(peer.contacts.get(room.name(4))?.addedAt).toBe(addedAt)
    expect([...peer.connections.keys()]).toEqual(['0-2', 'new'])
    expect(peer.connections.get('0-2')?.openedAt).toBeLessThan(room.at)
    expect([1, 2, 3].map((index) => room.peer(index).wires)).toEqual([0, 1, 1])
    expect([...room.world.records.keys()]).toEqual([other])
    expect(room.world.records.get(other)?.holders.get(room.name(0))?.served).toBe(2)
  })
})

describe('the joining family', () => {
  it('keeps the ladder, the relays tried and the places at relays', () => {
    const room = new TestRoom()
    room.tell(0, { kind: 'relay.dialed', address: '/ip4/1.2.3.4', ok: true, ms: 5 })
    room.tell(0, { kind: 'relay.reserved', relay: room.name(1), ms: 8 })
    room.tell(0, { kind: 'join.advanced', stage: 'reserve', ms: 9 })
    expect(room.peer(0)).toMatchObject({
      stage: 'reserve',
      stages: [{ stage: 'reserve', ms: 9, at: room.at }],
      relays: [{ address: '/ip4/1.2.3.4' }],
      reservations: [room.name(1)],
    })
    room.tell(0, { kind: 'relay.lost', relay: room.name(1), reason: 'closed' })
    expect(room.peer(0).reservations).toEqual([])
  })
})

describe('the table family', () => {
  it('adds contacts, notes their last proof of life and drops them', () => {
    const room = new TestRoom()
    const contact = room.name(1)
    room.tell(0, { kind: 'contact.added', contact })
    const addedAt = room.at
    room.tell(0, { kind: 'contact.pinged', contact, ok: false, ms: 5 })
    expect(room.peer(0).contacts.get(contact)).toMatchObject({ addedAt, seenAt: addedAt })
    room.tell(0, { kind: 'contact.pinged', contact, ok: true, ms: 5 }, SEEN_MS)
    const seenAt = room.at
    expect(room.peer(0).contacts.get(contact)).toMatchObject({ addedAt, seenAt })
    room.tell(0, answered(room, 'unknown'))
    expect(room.peer(0).contacts.get(contact)).toMatchObject({ addedAt, seenAt })
    room.tell(0, answered(room, 'unknown'), SEEN_MS)
    expect(room.peer(0).contacts.get(contact)).toMatchObject({ addedAt, seenAt: room.at })
    room.tell(0, { kind: 'contact.removed', contact, reason: 'evicted' })
    expect(room.peer(0).contacts.size).toBe(0)
  })

  it('notes each split once', () => {
    const room = new TestRoom()
    for (const prefix of ['', '1', '']) room.tell(0, { kind: 'bucket.split', prefix })
    expect([...room.peer(0).splits.keys()]).toEqual(['', '1'])
  })
})

describe('W9 lookups and messages', () => {
  it('join: a message is in the World and in its lookup, before and after its answer', () => {
    const room = new TestRoom()
    room.tell(0, started('l'))
    room.tell(0, sent(room, 'r', 'l'))
    const sentAt = room.at
    expect(room.world.lookups.get('l')?.messages).toMatchObject([{ state: 'sent', sentAt }])
    room.tell(0, answered(room, 'r'), 12)
    const message = messageOf(room, 'r')
    expect(message).toMatchObject({ state: 'answered', ms: 12, endedAt: room.at, hasRecord: true })
    expect(room.world.lookups.get('l')?.messages).toEqual([message])
    room.tell(0, finished(room, 'l'))
    expect(room.world.lookups.get('l')).toMatchObject({ outcome: 'found', finishedAt: room.at })
    expect(room.world.lookupsFinished).toBe(1)
    expect(room.peer(0).sent).toBe(1)
  })

  it('tolerate messages that are told after the lookup has finished', () => {
    const room = new TestRoom()
    room.tell(0, started('l'))
    room.tell(0, sent(room, 'r', 'l'))
    room.tell(0, finished(room, 'l'))
    room.tell(0, { kind: 'rpc.failed', rpc: 'r', to: room.name(1), ms: 50, error: 'TimeoutError' })
    room.tell(0, sent(room, 'late', 'l'))
    expect(room.world.lookups.get('l')?.messages).toMatchObject([
      { rpc: 'r', state: 'failed', error: 'TimeoutError' },
      { rpc: 'late', state: 'sent' },
    ])
  })

  it('tolerate an answer without a request, and learn of the peers in it', () => {
    const room = new TestRoom()
    room.tell(0, answered(room, 'never sent'))
    room.tell(0, finished(room, 'never started'))
    expect([...room.world.messages.values(), ...room.world.lookups]).toEqual([])
    expect([1, 2, 3].map((index) => room.peer(index).heard)).toEqual([false, false, false])
  })

  it('show the message that could not be sent, as there was no stream', () => {
    const room = new TestRoom()
    room.tell(0, started('l'))
    const failed = { kind: 'rpc.failed', to: room.name(1), ms: 50, error: 'DialError' } as const
    room.tell(0, { ...failed, rpc: 'r', lookup: 'l', path: 1 }, 60)
    expect(room.world.lookups.get('l')?.messages).toMatchObject([
      {
        rpc: 'r',
        state: 'failed',
        type: 'GET_VALUE',
        key,
        path: 1,
        sentAt: room.at - 50,
        dialMs: 50,
      },
    ])
    room.tell(0, { ...failed, rpc: 'of no lookup' })
    expect(messageOf(room, 'of no lookup')).toBeUndefined()
  })

  it('may have an id again when their peer has started anew', () => {
    const room = new TestRoom()
    room.start(0)
    room.tell(0, started('l'))
    room.tell(0, sent(room, 'r', 'l'))
    room.tell(0, finished(room, 'l'))
    room.start(0)
    room.tell(0, started('l', true))
    room.tell(0, sent(room, 'r', 'l'))
    const message = messageOf(room, 'r')
    expect(message).toMatchObject({ state: 'sent', sentAt: room.at })
    expect(room.world.lookups.get('l')).toMatchObject({ background: true, messages: [message] })
    expect(room.world.lookupsFinished).toBe(0)
  })

  it('have an id once while it is under way, and once in a lookup', () => {
    const room = new TestRoom()
    room.tell(0, started('l'))
    for (const rpc of ['r', 'r']) room.tell(0, sent(room, rpc, 'l'))
    for (const rpc of ['alone', 'alone']) room.tell(0, sent(room, rpc))
    expect(messageIds(room)).toEqual(['r', 'alone'])
    for (const rpc of ['r', 'alone']) room.tell(0, answered(room, rpc))
    const { messages } = room.world
    for (const rpc of ['r', 'alone']) room.tell(0, answered(room, rpc))
    const failed = { kind: 'rpc.failed', to: room.name(1), ms: 50, error: 'DialError' } as const
    room.tell(0, { ...failed, rpc: 'r', lookup: 'l' })
    room.tell(0, sent(room, 'r', 'l'))
    expect(room.world.messages).toBe(messages)
    expect(room.world.lookups.get('l')?.messages).toEqual([messageOf(room, 'r')])
  })

  it('belong to the peer that began them: nobody else can change them', () => {
    const room = new TestRoom()
    room.tell(0, started('l'))
    room.tell(0, sent(room, 'r', 'l'))
    const { lookups, messages } = room.world
    room.tell(2, started('l'))
    room.tell(2, answered(room, 'r'))
    room.tell(2, finished(room, 'l'))
    expect(room.world.messages).toEqual(messages)
    // Of the same id, but its own.
    room.tell(2, sent(room, 'r', 'l'))
    room.tell(2, answered(room, 'r'))
    expect([...room.world.messages]).toMatchObject([...messages, { from: room.name(2) }])
    expect(room.world.lookups).toEqual(lookups)
    room.tell(2, sent(room, 'own', 'l'))
    expect(room.world.lookups.get('l')).toBe(lookups.get('l'))
  })

  it('have what was sent before they were told of, in a batch as one by one', () => {
    const room = new TestRoom()
    room.tell(0, sent(room, 'r', 'l'))
    room.tell(0, started('l'))
    room.tell(0, answered(room, 'r'))
    const { lookups } = room.world
    expect(lookups.get('l')?.messages).toMatchObject([{ rpc: 'r', state: 'answered' }])
    expect(fold(emptyWorld(), room.told).lookups).toEqual(lookups)
  })
})

describe('W11 records', () => {
  const stored = { kind: 'record.stored', key, bytes: 3, expiresAt: 9e9 } as const

  it('are held, served and given up', () => {
    const room = new TestRoom()
    room.tell(0, { ...stored, storedBy: room.name(2) })
    room.tell(0, { kind: 'record.served', key, to: room.name(3), bytes: 3 })
    const servedAt = room.at
    room.tell(0, { ...stored, storedBy: room.name(4) })
    expect(room.world.records.get(key)?.holders.get(room.name(0))).toEqual({
      bytes: 3,
      storedBy: room.name(4),
      storedAt: room.at,
      expiresAt: 9e9,
      served: 1,
      lastServedAt: servedAt,
    })
    room.tell(0, { kind: 'record.expired', key })
    expect(room.world.records.size).toBe(0)
    expect(room.peer(0).holds.size).toBe(0)
  })

  it('are taken to be where a peer that never speaks confirmed a copy', () => {
    const room = new TestRoom()
    room.start(1)
    room.tell(0, { ...stored, storedBy: room.name(0) })
    room.tell(0, { kind: 'record.replicated', key, to: room.name(1) })
    room.tell(0, { kind: 'record.replicated', key, to: room.name(2) })
    const holders = room.world.records.get(key)?.holders
    expect([...(holders?.keys() ?? [])]).toEqual([room.name(0), room.name(2)])
    expect(holders?.get(room.name(2))).toMatchObject({ bytes: 3, expiresAt: 9e9 })
  })

  it('show who refused them, the latest only', () => {
    const room = new TestRoom()
    for (let round = 0; round < 30; round += 1) {
      const reason = `reason ${round}`
      room.tell(0, { kind: 'record.rejected', key, from: room.name(1), reason })
    }
    const record = room.world.records.get(key)
    expect(record).toMatchObject({ everHeld: false })
    expect(record?.rejections).toHaveLength(REJECTIONS_KEPT)
    expect(record?.rejections.at(-1)).toMatchObject({ by: room.name(0), reason: 'reason 29' })
  })
})

describe('faults', () => {
  it('are in force until cleared', () => {
    const room = new TestRoom()
    const peers = [room.name(1)]
    room.tell(0, { kind: 'fault.set', fault: 'f', type: 'latency', peers, amount: 200 })
    expect(room.world.faults.get('f')).toMatchObject({ amount: 200, setAt: room.at })
    room.tell(0, { kind: 'fault.cleared', fault: 'f' })
    expect(room.world.faults.size).toBe(0)
  })
})

describe('W10 bounds', () => {
  it('drop finished lookups, the oldest background ones first', () => {
    const room = new TestRoom()
    const tell = (index: number): void => {
      room.tell(0, started(`l${index}`, index >= 200 && index < 210))
      room.tell(0, finished(room, `l${index}`))
    }
    for (let index = 0; index < LOOKUPS_KEPT; index += 1) tell(index)
    expect(room.world.lookups.size).toBe(LOOKUPS_KEPT)
    tell(LOOKUPS_KEPT)
    const all = Array.from({ length: LOOKUPS_KEPT + 1 }, (_, index) => `l${index}`)
    // The ten in the background go, and as many of the others as are missing.
    const kept = [...all.slice(LOOKUPS_DROPPED - 10, 200), ...all.slice(210)]
    expect([...room.world.lookups.keys()]).toEqual(kept)
    expect(room.world.lookupsFinished).toBe(kept.length)
  })

  it('drop messages a while after they ended, or were never heard of again', () => {
    const room = new TestRoom()
    room.tell(0, sent(room, 'ended'))
    room.tell(0, answered(room, 'ended'))
    room.tell(0, sent(room, 'lost'))
    const tick = { kind: 'bucket.split', prefix: '' } as const
    room.tell(0, tick, MESSAGES_KEPT_MS - 1000)
    expect(messageIds(room)).toEqual(['ended', 'lost'])
    room.tell(0, tick, 2000)
    expect(messageIds(room)).toEqual(['lost'])
    room.tell(0, tick, MESSAGES_OPEN_MS)
    expect(messageIds(room)).toEqual([])
  })

  it('keep so many messages of all lookups', () => {
    const room = new TestRoom()
    const told = Array.from({ length: MESSAGES_KEPT + 1 }, (_, seq) => {
      const event = sent(room, `r${seq}`)
      return { seq, at: room.at, peer: room.name(0), source: 'room', event } as const
    })
    const [before, after] = [fold(emptyWorld(), told.slice(0, -1)), fold(emptyWorld(), told)]
    expect([...before.messages]).toHaveLength(MESSAGES_KEPT)
    const kept = [...after.messages].map(({ rpc }) => rpc)
    expect(kept.length).toBeGreaterThan(MESSAGES_KEPT * 0.9)
    expect(kept.at(-1)).toBe(`r${MESSAGES_KEPT}`)
    expect(kept).not.toContain('r0')
  })

  it('keep so many messages that could not be sent', () => {
    const room = new TestRoom()
    room.tell(0, started('l'))
    const told = Array.from({ length: MESSAGES_KEPT + 1 }, (_, index) => {
      const failed = { kind: 'rpc.failed', to: room.name(1), ms: 5, error: 'DialError' } as const
      const event = { ...failed, rpc: `r${index}`, lookup: 'l' }
      return { seq: 2 + index, at: room.at, peer: room.name(0), source: 'room', event } as const
    })
    const { messages } = fold(room.world, told)
    expect(messages.size).toBeLessThanOrEqual(MESSAGES_KEPT)
    expect([...messages].at(-1)?.rpc).toBe(`r${MESSAGES_KEPT}`)
  })

  it('wait for so many messages of one peer', () => {
    const room = new TestRoom()
    for (let index = 0; index <= MESSAGES_OPEN; index += 1) room.tell(0, sent(room, `r${index}`))
    for (const rpc of ['r0', 'r1']) room.tell(0, answered(room, rpc))
    expect(['r0', 'r1'].map((rpc) => messageOf(room, rpc)?.state)).toEqual(['sent', 'answered'])
    expect(room.peer(0).open).toHaveLength(MESSAGES_OPEN - 1)
  })

  it('keep so many messages of one lookup', () => {
    const room = new TestRoom()
    room.tell(0, started('l'))
    for (let index = 0; index < LOOKUP_MESSAGES + 5; index += 1) {
      room.tell(0, sent(room, `r${index}`, 'l'))
    }
    expect(room.world.lookups.get('l')?.messages).toHaveLength(LOOKUP_MESSAGES)
  })

  it('keep so many peers, and those that live rather than made-up names', () => {
    const room = new TestRoom()
    room.start(0)
    room.start(1)
    room.open(0, 5)
    const strangers = population(PEERS_KEPT + 500, 'flood')
    let seq = 100
    const peer = room.name(1)
    const flood = strangers.map((contact) => {
      const event = { kind: 'contact.pinged', contact, ok: true, ms: 1 } as const
      return { seq: (seq += 1), at: room.at, peer, source: 'room', event } as const
    })
    const added = flood.map(({ event, ...envelope }) => {
      return { ...envelope, event: { ...event, kind: 'contact.added' } } as const
    })
    const full = fold(room.world, added)
    expect(full.peers.size).toBe(PEERS_KEPT)
    const tick = { kind: 'bucket.split', prefix: '' } as const
    const swept = fold(full, [
      { seq: seq + 1, at: room.at + 1000, peer, source: 'room', event: tick },
    ])
    expect(swept.peers.size).toBeLessThanOrEqual(PEERS_KEPT * 0.8)
    for (const index of [0, 1, 5]) expect(swept.peers.has(room.name(index))).toBe(true)
  })
})
