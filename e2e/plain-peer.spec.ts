// Any libp2p peer can join: a program built only from libp2p's packages puts and gets with tabs.

import { createHash } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { startPlainPeer } from './processes.ts'
import { contactsOf, peerIdOf, test } from './room.ts'

test('a plain js-libp2p program puts and gets with the tabs, in both directions', async ({
  room,
}) => {
  const pages = await room.openAll(['', ''])
  const [first, second] = pages as [Page, Page]
  await Promise.all(pages.map(peerIdOf))
  const plain = await startPlainPeer(room.relay.url)
  try {
    await expect.poll(() => contactsOf(first), { timeout: 30_000 }).toContain(plain.peerId)

    await plain.put('/u/from-outside', 'hello from a plain peer')
    const outside = await second.evaluate(() => window.kadscope.get('/u/from-outside'))
    expect(outside.value).toBe('hello from a plain peer')

    const json = JSON.stringify({ from: 'outside' })
    const key = `/c/${createHash('sha256').update(json).digest('hex')}`
    await plain.put(key, json)
    const content = await first.evaluate((k) => window.kadscope.get(k), key)
    expect(content.value).toEqual({ from: 'outside' })

    const put = await first.evaluate(() => window.kadscope.put({ from: 'a tab' }))
    expect(JSON.parse(await plain.get(put.key))).toEqual({ from: 'a tab' })
    await second.evaluate(() => window.kadscope.put('by name', { key: '/u/from-inside' }))
    expect(await plain.get('/u/from-inside')).toBe('by name')
  } finally {
    await plain.stop()
  }
})
