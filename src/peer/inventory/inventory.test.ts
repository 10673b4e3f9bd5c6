// Asking peers what they hold: real kad-dht on virtual wires, time by hand.

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromString } from '@libp2p/peer-id'
import { lpStream } from '@libp2p/utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { contentKey } from '../../kad/record-key.ts'
import type { LabPeer } from '../../lab/population.ts'
import { TestLab } from '../../lab/test-lab.ts'
import { TooManyRequestsError } from './errors.ts'
import { decodeMessage, encodeMessage, inventoryProtocolOf } from './protocol.ts'
import { createRateLimit } from './rate-limit.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab
let asker: LabPeer
let asked: LabPeer

beforeEach(async () => {
  lab = new TestLab('inventory')
  const [, first, second] = await lab.join(6)
  if (first === undefined || second === undefined) throw new Error('no peers')
  asker = first
  asked = second
})

afterEach(() => lab.stop())

function store(text: string): Promise<{ key: RecordKey }> {
  const value = bytes(text)
  return lab.run(asker.inventory(asked.peerId).store(contentKey(value), value))
}

describe('R18 the inventory of a peer', () => {
  test('lists all that it holds, page by page, as it really is', async () => {
    for (let index = 0; index < 7; index++) await store(`value ${index}`)
    const shelf = asker.inventory(asked.peerId)
    const keys: string[] = []
    let after: string | undefined
    do {
      const page = await lab.run(
        shelf.list({ limit: 3, ...(after === undefined ? {} : { after }) }),
      )
      expect(page.entries.length).toBeLessThanOrEqual(3)
      keys.push(...page.entries.map(({ key }) => key))
      after = page.next
    } while (after !== undefined)
    const real = asked.snapshot().records
    expect(keys).toEqual(real.map(({ key }) => key).sort())
    const { entries } = await lab.run(shelf.list())
    for (const { deleted, ...entry } of entries) {
      expect(deleted).toBe(false)
      expect(real).toContainEqual(entry)
    }
  })

  test('says who stored what, when and how often it was served', async () => {
    const { key } = await store('abc')
    const shelf = asker.inventory(asked.peerId)
    const storedAt = asked.snapshot().records[0]?.storedAt
    await lab.pass(5_000)
    const { value, entry } = await lab.run(shelf.get(key))
    expect(value).toEqual(bytes('abc'))
    expect(entry).toMatchObject({ key, bytes: 3, storedBy: asker.peerId, served: 1, storedAt })
    expect((entry.lastServedAt ?? 0) - (storedAt ?? 0)).toBeGreaterThanOrEqual(5_000)
  })

  test('sums up what it has done', async () => {
    await store('abc')
    await lab.run(asked.setMode('router')).catch(() => undefined)
    await lab.run(asked.setMode('server'))
    await store('abcde')
    const stats = await lab.run(asker.inventory(asked.peerId).stats())
    expect(stats).toMatchObject({
      peer: asked.peerId,
      mode: 'server',
      records: 1,
      bytes: 5,
      stored: 2,
      refused: 0,
      mostRecords: 2_000,
    })
    expect(stats.uptimeMs).toBeGreaterThan(0)
    expect(await lab.run(asked.inventory(asked.peerId).stats())).toMatchObject({ bytes: 5 })
  })

  test('refuses what is invalid, and tells it as for any copy', async () => {
    const shelf = asker.inventory(asked.peerId)
    const key = contentKey(bytes('truth'))
    await expect(lab.run(shelf.store(key, bytes('lie')))).rejects.toMatchObject({
      name: 'InventoryRefusedError',
      reason: 'WrongHashError',
    })
    expect(asked.snapshot().records).toEqual([])
    expect(lab.events('record.rejected')).toMatchObject([
      { by: asked.peerId, key, from: asker.peerId, reason: 'WrongHashError' },
    ])
    await expect(lab.run(shelf.get(key))).rejects.toMatchObject({ reason: 'RecordNotFoundError' })
  })

  test('deletes only as the publisher signed it', async () => {
    const { key } = await lab.run(asked.put('mine', { name: 'page' }))
    const [holder] = lab.holders(key)
    if (holder === undefined) throw new Error('nobody holds it')
    await expect(lab.run(asker.inventory(holder).remove(key))).rejects.toThrow('Only its publisher')
    expect(lab.events('record.rejected')).toMatchObject([
      { by: asker.peerId, from: asker.peerId, key, reason: 'NotPublisherError' },
    ])
    await lab.run(asked.inventory(holder).remove(key))
    expect(lab.holders(key)).not.toContain(holder)
    const { key: content } = await store('abc')
    await expect(lab.run(asker.inventory(asked.peerId).remove(content))).rejects.toThrow(
      'Nobody signed',
    )
  })

  test('is asked of somebody who is not there: that is said', async () => {
    const nobody = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp' as PeerName
    await expect(lab.run(asker.inventory(nobody).stats())).rejects.toThrow(
      'did not say what it holds',
    )
  })
})

describe('R19 a stranger who asks 1,000 times a second', () => {
  test('gets so many answers and then polite refusals; others are still served', async () => {
    const shelf = asker.inventory(asked.peerId)
    const all = await lab.run(
      Promise.allSettled(Array.from({ length: 1_000 }, () => shelf.list({ limit: 1 }))),
    )
    const refused = all.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(900)
    for (const each of refused) {
      expect(each).toMatchObject({ reason: { name: 'TooManyRequestsError' } })
    }
    const told = lab.events('rpc.refused').filter(({ by }) => by === asked.peerId)
    expect(told.length).toBeLessThan(10)
    expect(told[0]).toMatchObject({ from: asker.peerId, reason: 'TooManyRequestsError' })
    const [other] = lab.peers
    expect(await lab.run(other?.inventory(asked.peerId).stats() ?? never())).toBeDefined()
    await lab.pass(2_000)
    expect(await lab.run(shelf.stats())).toBeDefined()
  })

  test('is let in again at the rate that is allowed', () => {
    let now = 0
    const limit = createRateLimit({ burst: 2, perSecond: 10, now: () => now })
    const ask = (): boolean => {
      try {
        limit(asker.peerId)
        return true
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(TooManyRequestsError)
        return false
      }
    }
    expect([ask(), ask(), ask()]).toEqual([true, true, false])
    now += 100
    expect([ask(), ask()]).toEqual([true, false])
  })
})

test.each([
  ['no JSON', bytes('{')],
  ['an unknown request', encodeMessage({ type: 'FORMAT' })],
  ['a key that is none', encodeMessage({ type: 'GET', key: '/etc/passwd' })],
  ['a page that is too long', encodeMessage({ type: 'LIST', limit: 1e9 })],
  ['a value that is not base64', encodeMessage({ type: 'STORE', key: '/u/x', value: '<b>' })],
])('R18 %s is refused with an answer', async (_, message) => {
  const host = lab.population.fabric.join(
    await generateKeyPairFromSeed('Ed25519', new Uint8Array(32).fill(9)),
  )
  const ask = async (): Promise<unknown> => {
    const stream = await host.components.connectionManager.openStream(
      peerIdFromString(asked.peerId),
      inventoryProtocolOf(lab.rules.protocol),
    )
    const messages = lpStream(stream)
    await messages.write(message)
    return decodeMessage((await messages.read()).subarray())
  }
  expect(await lab.run(ask())).toMatchObject({ ok: false })
  expect(asked.snapshot().records).toEqual([])
  host.leave()
})

function never(): never {
  throw new Error('no peer')
}
