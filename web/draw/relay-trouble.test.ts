import { describe, expect, it } from 'vitest'
import { Timeline } from '../../src/world/timeline.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { lastDialBefore, relayTrouble } from './relay-trouble.ts'

describe('trouble with the relay', () => {
  const room = new ModelRoom(2, 4)
  for (let i = 0; i < 3; i += 1) room.join(i * 100)
  const [relay, own] = room.peers
  if (relay === undefined || own === undefined) throw new Error('the room is empty')
  const timeline = new Timeline()
  timeline.append(room.drain())
  const before = timeline.length

  const troubleAt = (index: number): ReturnType<typeof relayTrouble> => {
    const peer = timeline.worldAt(index).peers.get(own.peerId)
    return peer && relayTrouble(peer, lastDialBefore(timeline, index, own.peerId))
  }

  it('is none while there is a place at a relay', () => {
    expect(troubleAt(before)).toBeUndefined()
  })

  it('is said with the moment of the next try when the relay is gone', () => {
    room.tell(9000, own, { kind: 'relay.lost', relay: relay.peerId, reason: 'closed' })
    room.tell(9100, own, {
      kind: 'relay.dialed',
      address: '/ip4/127.0.0.1/tcp/1/ws',
      ok: false,
      ms: 12,
      error: 'no answer',
      retryMs: 2000,
    })
    timeline.append(room.drain())
    expect(troubleAt(timeline.length)).toMatchObject({ retryAt: 11_100 })
    expect(troubleAt(timeline.length)?.text).toContain('goes on without it')
  })

  it('is over when the relay is back', () => {
    room.tell(12_000, own, { kind: 'relay.dialed', address: '/ip4/x', ok: true, ms: 9 })
    room.tell(12_010, own, { kind: 'relay.reserved', relay: relay.peerId, ms: 9 })
    timeline.append(room.drain())
    expect(troubleAt(timeline.length)).toBeUndefined()
    expect(troubleAt(before)).toBeUndefined()
  })
})
