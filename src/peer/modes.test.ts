// Switching what a peer does for others while it runs: real kad-dht on virtual wires, time by hand.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RecordKey } from '../kad/kad-id.ts'
import type { LabPeer } from '../lab/population.ts'
import { TestLab } from '../lab/test-lab.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab
let key: RecordKey
let holder: LabPeer

beforeEach(async () => {
  lab = new TestLab('modes')
  await lab.join(12)
  key = (await lab.run(lab.someone().put('kept'))).key
  const [name] = lab.holders(key)
  if (name === undefined) throw new Error('nobody holds it')
  holder = lab.peer(name)
})

afterEach(() => lab.stop())

function others(): readonly LabPeer[] {
  return lab.peers.filter((peer) => peer !== holder)
}

test('R17 a router hands over what it holds, answers lookups and takes no copies', async () => {
  await lab.run(holder.setMode('router'))
  await lab.pass(2_000)
  expect(lab.events('peer.mode.changed')).toMatchObject([{ by: holder.peerId, mode: 'router' }])
  expect(holder.snapshot()).toMatchObject({ mode: 'router', records: [] })
  expect(lab.holders(key)).toEqual(lab.closest(key, others()))
  const asker = others()[3]
  expect(await lab.run(asker?.closest(holder.peerId) ?? Promise.resolve([]))).toContain(
    holder.peerId,
  )
  // k copies all the same: the next nearest takes what the router does not.
  const { replicas } = await lab.run(others()[5]?.put('again', { key: '/u/again' }) ?? never())
  expect([...replicas].sort()).toEqual(lab.closest('/u/again' as RecordKey, others()))
})

test('R17 a client is in nobody’s table for long, holds nothing, and still puts and gets', async () => {
  await lab.run(holder.setMode('client'))
  await lab.pass(2.5 * lab.rules.republishMs)
  expect(holder.snapshot()).toMatchObject({ mode: 'client', records: [] })
  expect(lab.holders(key)).toEqual(lab.closest(key, others()))
  expect((await lab.run(holder.get(key))).value).toBe('kept')
  const { replicas } = await lab.run(holder.put('by a client'))
  expect(replicas).toHaveLength(lab.rules.k)
  expect(replicas).not.toContain(holder.peerId)
})

test('R17 back in server mode it gets its copies again', async () => {
  await lab.run(holder.setMode('router'))
  await lab.pass(1_000)
  await lab.run(holder.setMode('server'))
  await lab.pass(2.5 * lab.rules.republishMs)
  expect(lab.holders(key)).toEqual(lab.closest(key))
})

function never(): never {
  throw new Error('no peer')
}
