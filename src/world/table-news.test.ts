import { expect, it } from 'vitest'
import { TABLE_NEWS_KEPT } from './limits.ts'
import { newsOf } from './table-news.ts'
import { TestRoom } from './test-room.ts'

it('W13: what happened to a table is kept in order, bounded, and forgotten with the run', () => {
  const room = new TestRoom()
  const news = () => newsOf(room.peer(0).tableNews)
  room.start(0)
  room.tell(0, { kind: 'contact.added', contact: room.name(1) })
  room.tell(0, { kind: 'contact.pinged', contact: room.name(1), ok: false, ms: 900 })
  room.tell(0, { kind: 'contact.removed', contact: room.name(1), reason: 'unreachable' })
  room.tell(0, { kind: 'bucket.split', prefix: '' })
  const kinds = ['contact.added', 'contact.pinged', 'contact.removed', 'bucket.split']
  expect(news().map(({ event }) => event.kind)).toEqual(kinds)
  expect(news().at(-1)?.at).toBe(room.at)
  const earlier = room.peer(0)
  const times = [room.at]
  for (let i = 1; i < 4 * TABLE_NEWS_KEPT; i += 1) {
    room.tell(0, { kind: 'contact.pinged', contact: room.name(2), ok: true, ms: i })
    times.push(room.at)
    expect(room.peer(0).tableNews?.length).toBeLessThanOrEqual(2 * TABLE_NEWS_KEPT)
    expect(
      news()
        .map(({ at }) => at)
        .slice(-i - 1),
    ).toEqual(times.slice(-TABLE_NEWS_KEPT))
  }
  expect(newsOf(earlier.tableNews).map(({ event }) => event.kind)).toEqual(kinds)
  room.start(0)
  expect(news()).toEqual([])
})
