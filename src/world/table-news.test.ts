import { expect, it } from 'vitest'
import { TABLE_NEWS_KEPT } from './limits.ts'
import { TestRoom } from './test-room.ts'

it('W13: what happened to a table is kept in order, bounded, and forgotten with the run', () => {
  const room = new TestRoom()
  room.start(0)
  room.tell(0, { kind: 'contact.added', contact: room.name(1) })
  room.tell(0, { kind: 'contact.pinged', contact: room.name(1), ok: false, ms: 900 })
  room.tell(0, { kind: 'contact.removed', contact: room.name(1), reason: 'unreachable' })
  room.tell(0, { kind: 'bucket.split', prefix: '' })
  const { tableNews } = room.peer(0)
  expect(tableNews.map(({ event }) => event.kind)).toEqual([
    'contact.added',
    'contact.pinged',
    'contact.removed',
    'bucket.split',
  ])
  expect(tableNews.at(-1)?.at).toBe(room.at)
  for (let i = 0; i < TABLE_NEWS_KEPT; i += 1) {
    room.tell(0, { kind: 'contact.pinged', contact: room.name(2), ok: true, ms: i })
  }
  expect(room.peer(0).tableNews).toHaveLength(TABLE_NEWS_KEPT)
  expect(room.peer(0).tableNews.every(({ event }) => event.kind === 'contact.pinged')).toBe(true)
  room.start(0)
  expect(room.peer(0).tableNews).toEqual([])
})
