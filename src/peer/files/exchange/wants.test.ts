import type { CID } from 'multiformats/cid'
import { expect, test } from 'vitest'
import type { PeerName } from '../../../kad/kad-id.ts'
import { cidOfRoot } from '../cid.ts'
import { Wants } from './wants.ts'

const [ann, bob] = ['ann', 'bob'] as PeerName[] as [PeerName, PeerName]

async function cids(count: number): Promise<CID[]> {
  return Promise.all(Array.from({ length: count }, (_, at) => cidOfRoot(Uint8Array.of(at))))
}

test('F6 each block is asked of one provider, in the order of the file', async () => {
  const [first, second] = await cids(2)
  const wants = new Wants(() => 1_000)
  for (const cid of [first, second]) if (cid !== undefined) void wants.add(cid)
  expect(wants.next(ann, 0)?.cid).toBe(first)
  expect(wants.next(bob, 0)?.cid).toBe(second)
  expect(wants.next(ann, 500)).toBeUndefined()
})

test('F6 a block that somebody owes for too long is asked of another, the oldest first', async () => {
  const [first, second] = await cids(2)
  const wants = new Wants(() => 1_000)
  for (const cid of [first, second]) if (cid !== undefined) void wants.add(cid)
  wants.next(ann, 0)
  wants.next(ann, 10)
  expect(wants.next(bob, 900)).toBeUndefined()
  expect(wants.next(bob, 1_500)?.cid).toBe(first)
  expect(wants.next(ann, 9_000)).toBeUndefined()
})

test('F6 what a provider that is gone owed is asked of the others at once', async () => {
  const [first] = await cids(1)
  const wants = new Wants(() => 1_000)
  if (first === undefined) throw new Error('no cid')
  const { block } = wants.add(first)
  const owed = wants.next(ann, 0)
  if (owed === undefined) throw new Error('nothing to ask for')
  wants.release([owed], ann)
  const again = wants.next(bob, 1)
  expect(again).toBe(owed)
  expect(wants.settle(owed, Uint8Array.of(0))).toBe(true)
  expect(wants.settle(owed, Uint8Array.of(0))).toBe(false)
  expect(await block).toEqual(Uint8Array.of(0))
  expect(wants.size).toBe(0)
})
