// Registering, discovering and searching: real kad-dht on virtual wires, time by hand.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { contentKey } from '../../kad/record-key.ts'
import type { LabPeer } from '../../lab/population.ts'
import { TestLab } from '../../lab/test-lab.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab
let peers: readonly LabPeer[]

beforeEach(async () => {
  lab = new TestLab('announce')
  peers = await lab.join(14)
})

afterEach(() => lab.stop())

function at(index: number): LabPeer {
  const peer = peers[index]
  if (peer === undefined) throw new Error('no peer')
  return peer
}

describe('R15 a namespace', () => {
  test('has all who registered, more than k too, wherever one asks', async () => {
    const members = peers.slice(2, 9)
    for (const peer of members) {
      await lab.run(peer.register('printers', { data: { model: peer.peerId.slice(-4) } }))
    }
    const names = members.map(({ peerId }) => peerId).sort()
    for (const peer of peers) {
      const found = await lab.run(peer.discover('printers'))
      expect(found.map((each) => each.peer).sort()).toEqual(names)
      for (const { peer: by, data } of found) expect(data).toEqual({ model: by.slice(-4) })
    }
  })

  test('is left by unregistering, and when its member is gone for as long as a record lives', async () => {
    await lab.stop()
    lab = new TestLab('announce', { republishMs: 20_000, expireMs: 60_000 })
    peers = await lab.join(8)
    await lab.run(at(1).register('printers'))
    await lab.run(at(2).register('printers'))
    await lab.run(at(1).unregister('printers'))
    expect((await lab.run(at(5).discover('printers'))).map(({ peer }) => peer)).toEqual([
      at(2).peerId,
    ])
    // It is renewed as long as the peer runs, longer than one record lives.
    await lab.pass(1.5 * lab.rules.expireMs)
    expect(await lab.run(at(5).discover('printers'))).toHaveLength(1)
    await lab.run(lab.population.crash(at(2).peerId))
    await lab.pass(lab.rules.expireMs + 5_000)
    expect(await lab.run(at(5).discover('printers'))).toEqual([])
  })

  test('that nobody is in is empty, and one that is no name is refused', async () => {
    expect(await lab.run(at(1).discover('nobody'))).toEqual([])
    await expect(lab.run(at(1).discover('no name'))).rejects.toThrow('is not a key')
  })
})

describe('R16 a document', () => {
  test('is found by each of its words and by all of them, from any peer', async () => {
    const text = 'Owls hunt by night'
    const published = await lab.run(at(3).publish(text, { title: 'On owls' }))
    expect(published).toEqual({
      key: contentKey(new TextEncoder().encode(text)),
      title: 'On owls',
      words: ['on', 'owls', 'hunt', 'by', 'night'],
    })
    await lab.run(at(4).publish('Foxes hunt at dawn'))
    const hit = { key: published.key, title: 'On owls', publisher: at(3).peerId }
    for (const peer of [at(0), at(7), at(13)]) {
      expect(await lab.run(peer.search('NIGHT owls'))).toMatchObject([hit])
      const hunters = await lab.run(peer.search('hunt'))
      expect(hunters.map(({ title }) => title).sort()).toEqual(['Foxes hunt at dawn', 'On owls'])
    }
    expect(await lab.run(at(7).search('owls dawn'))).toEqual([])
    expect((await lab.run(at(7).get(published.key))).value).toBe(text)
  })

  test('what others announce under a word is believed only where it makes sense', async () => {
    const fake = { documents: [{ key: 'javascript:alert(1)', title: 'x', words: ['owls'] }] }
    await lab.run(at(3).register('word:owls', { data: fake }))
    await lab.run(at(4).register('word:owls', { data: 'rubbish' }))
    expect(await lab.run(at(5).search('owls'))).toEqual([])
  })

  test('without a word it can neither be published nor searched for', async () => {
    await expect(lab.run(at(3).publish('!'))).rejects.toThrow('There is no word')
    await expect(lab.run(at(3).search('!'))).rejects.toThrow('There is no word')
  })
})
