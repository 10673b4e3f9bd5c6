// Facts about the check of new contacts.

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { createVerifyContact } from './verify-contact.ts'

async function peer(number: number): Promise<PeerId> {
  const key = await generateKeyPairFromSeed('Ed25519', new Uint8Array(32).fill(number))
  return peerIdFromPrivateKey(key)
}

test('a peer that is asked for twice is pinged once, and each hears the answer', async () => {
  let pings = 0
  const ping = {
    ping: () => {
      pings += 1
      return Promise.resolve(1)
    },
  }
  const verify = createVerifyContact(ping, new ManualClock(), () => 100)
  const one = await peer(1)
  expect(await Promise.all([verify(one), verify(one)])).toEqual([true, true])
  expect(pings).toBe(1)
})

test('a peer that does not answer in time is not verified', async () => {
  const clock = new ManualClock()
  const ping = {
    ping: (_: unknown, options?: { signal?: AbortSignal }) =>
      new Promise<number>((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => {
          reject(new Error('late'))
        })
      }),
  }
  const verified = createVerifyContact(ping, clock, () => 100)(await peer(2))
  await clock.advanceAsync(101)
  expect(await verified).toBe(false)
})
