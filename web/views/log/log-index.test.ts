import { beforeEach, describe, expect, it } from 'vitest'
import type { RecordKey } from '../../../src/kad/kad-id.ts'
import { Timeline } from '../../../src/world/timeline.ts'
import { ModelRoom } from '../../fixtures/model-room.ts'
import { filterWords, LogIndex, type LogFilter } from './log-index.ts'

const everything: LogFilter = { kinds: 'all', peer: undefined, lookup: undefined }

describe('the events of the log', () => {
  let timeline: Timeline
  let room: ModelRoom
  beforeEach(() => {
    room = new ModelRoom(3, 4)
    for (let i = 0; i < 6; i += 1) room.join(i * 100)
    timeline = new Timeline()
    timeline.append(room.drain())
  })

  const kinds = (indices: readonly number[]): string[] =>
    indices.map((index) => timeline.envelopeAt(index)?.event.kind ?? '')

  it('are all of them up to the position', () => {
    const log = new LogIndex(timeline, everything)
    expect(log.upTo(timeline.length)).toHaveLength(timeline.length)
    expect(log.upTo(7)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('grow with the recording', () => {
    const log = new LogIndex(timeline, { ...everything, kinds: 'records' })
    expect(log.upTo(timeline.length)).toEqual([])
    const [relay] = room.peers
    if (relay !== undefined) room.put(relay, '/u/a' as RecordKey, 9000, 5)
    timeline.append(room.drain())
    const found = kinds(log.upTo(timeline.length))
    expect(found.length).toBeGreaterThan(3)
    expect(found.every((kind) => kind.startsWith('record.'))).toBe(true)
  })

  it('are those of one kind', () => {
    const log = new LogIndex(timeline, { ...everything, kinds: 'contact.added' })
    const found = kinds(log.upTo(timeline.length))
    expect(new Set(found)).toEqual(new Set(['contact.added']))
    const all = timeline.slice().filter(({ event }) => event.kind === 'contact.added')
    expect(found).toHaveLength(all.length)
  })

  it('stay the same list while nothing is new', () => {
    const log = new LogIndex(timeline, everything)
    expect(log.upTo(7)).toBe(log.upTo(7))
    expect(log.upTo(8)).not.toBe(log.upTo(7))
  })

  it('are those that one peer told', () => {
    const peer = room.peers[2]?.peerId
    const log = new LogIndex(timeline, { ...everything, peer })
    const peers = log.upTo(timeline.length).map((index) => timeline.envelopeAt(index)?.peer)
    expect(new Set(peers)).toEqual(new Set([peer]))
  })

  it('are a lookup with its messages and their answers', () => {
    const log = new LogIndex(timeline, { ...everything, lookup: startedLookup() })
    const found = kinds(log.upTo(timeline.length))
    expect(found[0]).toBe('lookup.started')
    expect(found.at(-1)).toBe('lookup.finished')
    const sent = found.filter((kind) => kind === 'rpc.sent').length
    const ended = found.filter((kind) => /^rpc\.(answered|failed)$/.test(kind)).length
    expect(sent).toBeGreaterThan(0)
    expect(ended).toBe(sent)
  })

  it('say in words what they were chosen by', () => {
    const peer = room.peers[2]?.peerId
    expect(filterWords(everything)).toBeUndefined()
    expect(filterWords({ ...everything, kinds: 'peers', lookup: 'l' })).toBe(
      'peers and joining, of one lookup',
    )
    expect(filterWords({ ...everything, kinds: 'rpc.sent', peer })).toMatch(
      /^rpc\.sent, told by \w+-\w+$/,
    )
  })

  function startedLookup(): string {
    for (const { event } of [...timeline.slice()].reverse()) {
      if (event.kind === 'lookup.started') return event.lookup
    }
    throw new Error('the room has made no lookup')
  }
})
