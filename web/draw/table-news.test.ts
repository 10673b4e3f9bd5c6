import { describe, expect, it } from 'vitest'
import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import { nicknameOfPeer } from '../../src/kad/label.ts'
import { prefixOf } from '../../src/kad/prefix.ts'
import { population } from '../../src/kad/test-population.ts'
import type { TableNews } from '../../src/world/world.ts'
import { bucketNews, lastPing, NEW_MS } from './table-news.ts'

const [one, other, elsewhere] = threeOf(population(60))
const prefix = prefixOf(kadIdOfPeer(one), 3)

/** Two peers with the same first three bits, and one without. */
function threeOf(peers: readonly PeerName[]): [PeerName, PeerName, PeerName] {
  const [first] = peers
  if (first === undefined) throw new Error('nobody')
  const start = prefixOf(kadIdOfPeer(first), 3)
  const near = peers.find((peer) => peer !== first && prefixOf(kadIdOfPeer(peer), 3) === start)
  const far = peers.find((peer) => prefixOf(kadIdOfPeer(peer), 3) !== start)
  if (near === undefined || far === undefined) throw new Error('a strange population')
  return [first, near, far]
}

describe('the news of a bucket', () => {
  it('are none where nothing happened', () => {
    const news: TableNews[] = [{ at: 5, event: { kind: 'contact.added', contact: elsewhere } }]
    expect(bucketNews(news, prefix, 10)).toBeUndefined()
  })

  it('tell who took whose place and why', () => {
    const news: TableNews[] = [
      { at: 1000, event: { kind: 'contact.removed', contact: one, reason: 'unreachable' } },
      { at: 1200, event: { kind: 'contact.added', contact: elsewhere } },
      { at: 2000, event: { kind: 'contact.added', contact: other } },
    ]
    const latest = bucketNews(news, prefix, 4000)
    expect(latest).toMatchObject({ kind: 'contact.added', isNew: true })
    expect(latest?.text).toBe(
      `${nicknameOfPeer(other)} took the place of ${nicknameOfPeer(one)} (a message to it failed and it was silent), 2 s ago`,
    )
    expect(bucketNews(news, prefix, 2000 + NEW_MS)?.isNew).toBe(false)
  })

  it('tell both halves of a split', () => {
    const news: TableNews[] = [
      { at: 0, event: { kind: 'bucket.split', prefix: prefix.slice(0, -1) } },
    ]
    expect(bucketNews(news, prefix, 500)?.text).toBe(`split from ${prefix.slice(0, -1)}…, now`)
    expect(bucketNews(news, `${prefix}0`, 500)).toBeUndefined()
  })

  it('leave pings to the contacts, of which the latest counts', () => {
    const news: TableNews[] = [
      { at: 0, event: { kind: 'contact.pinged', contact: one, ok: true, ms: 12 } },
      { at: 9, event: { kind: 'contact.pinged', contact: one, ok: false, ms: 1000 } },
    ]
    expect(bucketNews(news, prefix, 10)).toBeUndefined()
    expect(lastPing(news, one)).toMatchObject({ ok: false, at: 9 })
    expect(lastPing(news, other)).toBeUndefined()
  })
})
