// Facts about who is live, and about runs, restarts and duplicates.

import { describe, expect, it } from 'vitest'
import { kadIdOfPeer, type RecordKey } from '../kad/kad-id.ts'
import { reduce } from './reduce.ts'
import { TestRoom } from './test-room.ts'

const key = '/u/motd' as RecordKey

describe('W3 a run', () => {
  it('goes on counting: an earlier number is old, whatever its time', () => {
    const room = new TestRoom()
    room.start(0)
    room.open(0, 1)
    const late = { ...room.close(0, 1), seq: 2, at: room.at + 50 }
    expect(reduce(room.world, late)).toBe(room.world)
  })

  it('may be joined in the middle', () => {
    const room = new TestRoom()
    const envelope = room.open(0, 1)
    expect(room.peer(0)).toMatchObject({ heard: true, live: true, startedAt: undefined })
    expect(room.peer(0).lastSeq).toBe(envelope.seq)
  })

  it('begins anew with a later start, whose numbers may begin anew too', () => {
    const room = new TestRoom()
    const first = room.start(0)
    room.open(0, 1)
    room.tell(0, { kind: 'contact.added', contact: room.name(2) })
    expect(reduce(room.world, first)).toBe(room.world)
    room.hear({ ...first, at: room.at + 100 })
    expect(room.peer(0)).toMatchObject({
      startedAt: room.at + 100,
      lastSeq: 1,
      notBefore: room.at + 100,
    })
    expect(room.peer(0).connections.size + room.peer(0).contacts.size).toBe(0)
    expect(room.peer(1).wires).toBe(0)
  })

  it('ignores what is left of the run before, however high it counted', () => {
    const room = new TestRoom()
    const first = room.start(0)
    const old = { ...room.open(0, 1), seq: 500 }
    room.hear({ ...first, at: room.at + 100 })
    expect(reduce(room.world, old)).toBe(room.world)
  })

  it('whose start was missed begins with the first description', () => {
    const room = new TestRoom()
    const { seq } = room.start(0)
    room.tell(0, { kind: 'contact.added', contact: room.name(2) })
    room.hear({
      seq,
      at: room.at + 100,
      peer: room.name(0),
      source: 'lab',
      event: {
        kind: 'peer.described',
        kadId: kadIdOfPeer(room.name(0)),
        mode: 'client',
        agent: 'lab',
        k: 4,
        contacts: [room.name(3)],
        splits: [],
        connections: [],
        records: [],
      },
    })
    expect([...room.peer(0).contacts.keys()]).toEqual([room.name(3)])
    expect(room.peer(0)).toMatchObject({ startedAt: undefined, mode: 'client', lastSeq: seq })
  })
})

describe('W5 strangers', () => {
  it('come into the World with the first that is told of them, not heard and not live', () => {
    const room = new TestRoom()
    room.tell(0, { kind: 'contact.added', contact: room.name(1) })
    expect(room.peer(1)).toMatchObject({ heard: false, live: false, standing: 'unheard' })
    expect(room.peer(1).kadId).toBe(kadIdOfPeer(room.name(1)))
  })

  it('are live while a wire leads to them', () => {
    const room = new TestRoom()
    room.open(0, 5)
    expect(room.peer(5)).toMatchObject({ heard: false, live: true, wires: 1 })
    room.close(0, 5)
    expect(room.peer(5).live).toBe(false)
    room.open(1, 5)
    room.stop(1)
    expect(room.peer(5).live).toBe(false)
  })
})

describe('W7 a peer', () => {
  it('that stopped is not live, and its table, wires and copies are gone', () => {
    const room = new TestRoom()
    room.start(0)
    room.open(0, 1)
    room.tell(0, { kind: 'contact.added', contact: room.name(1) })
    room.tell(0, { kind: 'record.stored', key, bytes: 3, storedBy: room.name(0), expiresAt: 1e6 })
    room.stop(0)
    expect(room.peer(0)).toMatchObject({ live: false, standing: 'stopped' })
    const { contacts, connections, holds } = room.peer(0)
    expect(contacts.size + connections.size + holds.size).toBe(0)
    expect(room.world.records.get(key)).toMatchObject({ everHeld: true, holders: { size: 0 } })
    expect(room.peer(1).live).toBe(false)
  })

  it('that stopped is live again when it speaks, and not before', () => {
    const room = new TestRoom()
    room.start(0)
    room.stop(0)
    room.open(1, 0)
    expect(room.peer(0).live).toBe(false)
    room.start(0)
    expect(room.peer(0).live).toBe(true)
  })

  it('that a crash befell is not live until it speaks', () => {
    const room = new TestRoom()
    room.start(0)
    room.start(1)
    room.open(1, 0)
    room.tell(1, { kind: 'fault.set', fault: 'f', type: 'crash', peers: [room.name(0)] })
    expect(room.peer(0).live).toBe(false)
    room.start(0)
    expect(room.peer(0).live).toBe(true)
  })
})

describe('W8 closed wires', () => {
  it('end a peer when the last one closes', () => {
    const room = new TestRoom()
    for (const index of [0, 1, 2]) room.start(index)
    room.open(0, 2)
    room.open(1, 2)
    room.close(0, 2)
    expect(room.peer(2)).toMatchObject({ live: true, standing: 'doubted' })
    room.close(1, 2)
    expect(room.peer(2).live).toBe(false)
  })

  it('say nothing while another wire to the same peer is open', () => {
    const room = new TestRoom()
    room.start(0)
    room.start(1)
    room.open(0, 1, 'relayed')
    room.open(0, 1, 'direct')
    room.close(0, 1, 'relayed')
    expect(room.peer(1).standing).toBe('speaking')
  })

  it('do not end a peer that goes on speaking', () => {
    const room = new TestRoom()
    room.start(0)
    room.start(1)
    room.open(0, 1)
    room.open(1, 0)
    room.close(0, 1)
    expect(room.peer(1).live).toBe(false)
    room.close(1, 0)
    expect(room.peer(1).live).toBe(true)
    room.tell(0, { kind: 'bucket.split', prefix: '' })
    expect(room.peer(0).live).toBe(true)
  })

  it('end all peers that were lost at once, although their own ends never closed', () => {
    const room = new TestRoom(8)
    const all = [0, 1, 2, 3, 4, 5, 6, 7]
    for (const index of all) room.start(index)
    for (const index of all) {
      for (const remote of all) if (remote !== index) room.open(index, remote)
    }
    const [lost, left] = [
      [0, 1, 2],
      [3, 4, 5, 6, 7],
    ]
    for (const index of left) for (const gone of lost) room.close(index, gone)
    expect(all.filter((index) => room.peer(index).live)).toEqual(left)
  })
})
