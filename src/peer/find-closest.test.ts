// The end of a lookup as the paper has it, on real kad-dht over virtual wires.

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { fromString } from 'uint8arrays/from-string'
import { expect, test, vi } from 'vitest'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import { population } from '../kad/test-population.ts'
import { TestLab } from '../lab/test-lab.ts'
import { collectClosest, findClosest } from './find-closest.ts'
import { createKadAdapter, type KadAdapter } from './kad-adapter.ts'
import type { TableChange } from './kad-table.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

test('P6 who knows one peer only, and that near the key, still finds the true k closest', async () => {
  const lab = new TestLab('find closest')
  await lab.join(12)
  const { k } = lab.rules
  const names = lab.peers.map(({ peerId }) => peerId)
  const alone: boolean[] = []
  for (let asker = 0; asker < 6; asker += 1) {
    const key = `/u/key-${asker}` as RecordKey
    const truth = closestTo(kadIdOfKey(key), names, k, kadIdOfPeer)
    const [nearest] = truth as [PeerName]

    const host = lab.population.fabric.join(
      await generateKeyPairFromSeed('Ed25519', lab.random.bytes(32)),
    )
    const { clock } = lab
    const init = { ...lab.rules, datastorePrefix: '/kadscope/test', mode: 'client' } as const
    const kad = createKadAdapter(host.components, { ...init, clock, patience: () => 1 })
    await lab.run(kad.start())
    await lab.run(lab.population.fabric.connect(host, nearest))
    await lab.pass(1_000)
    expect(kad.contacts()).toEqual([nearest])

    const request = { lookup: 'test', signal: new AbortController().signal }
    const own = host.name
    const byKadDht = await lab.run(collectClosest(kad.findClosest(fromString(key), request)))
    alone.push(byKadDht.closest.length === k)
    const found = await lab.run(findClosest({ own, kad, k }, fromString(key), request))
    expect(found.closest).toEqual(truth)
    await lab.run(kad.stop())
    host.leave()
  }
  // What kad-dht's own lookup leaves out is the reason for all this; if it no longer does, it can go.
  expect(alone).toContain(false)
  await lab.stop()
})

/**
 * A kad-dht of which one peer answers at first, and names others, some of which fail; each that is
 * asked after that answers and names nobody. As `addedBy.peer` is asked, another comes into the table.
 */
function toldAs(script: {
  readonly answeredBy: PeerName
  readonly names: readonly PeerName[]
  readonly failed: readonly PeerName[]
  readonly addedBy: { readonly peer: PeerName; readonly added: PeerName }
}): { kad: KadAdapter; requests: PeerName[]; listeners: ReadonlySet<unknown> } {
  const requests: PeerName[] = []
  const listeners = new Set<(change: TableChange) => void>()
  const from = (peer: PeerName): PeerId => peerIdFromString(peer)
  async function* firstRound(): AsyncGenerator {
    const closer = script.names.map((peer) => ({ id: from(peer), multiaddrs: [] }))
    yield { name: 'PEER_RESPONSE', from: from(script.answeredBy), closer }
    for (const peer of script.failed) yield { name: 'QUERY_ERROR', from: from(peer) }
    await Promise.resolve()
  }
  async function* answer(peer: PeerName): AsyncGenerator {
    requests.push(peer)
    const { added } = script.addedBy
    if (peer === script.addedBy.peer) {
      for (const hear of listeners) hear({ kind: 'added', contact: added })
    }
    yield { name: 'PEER_RESPONSE', from: from(peer), closer: [] }
    await Promise.resolve()
  }
  const kad = {
    findClosest: firstRound,
    findNode: answer,
    onTableChange(listener: (change: TableChange) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as KadAdapter
  return { kad, requests, listeners }
}

test('P6 who came into the table meanwhile is asked, though nobody named it', async () => {
  const [own, asked, other, last] = population(4, 'last') as [
    PeerName,
    PeerName,
    PeerName,
    PeerName,
  ]
  const { kad, requests } = toldAs({
    answeredBy: asked,
    names: [other],
    failed: [],
    addedBy: { peer: other, added: last },
  })
  const request = { lookup: 'test', signal: new AbortController().signal }
  const found = await findClosest({ own, kad, k: 3 }, fromString('/u/last'), request)
  expect(requests).toEqual([other, last])
  expect([...found.closest].sort()).toEqual([asked, other, last].sort())
})

test('P6 who was late and came into the table meanwhile is asked once more, who did not is not', async () => {
  const [own, asked, late, dead, other] = population(5, 'late') as [
    PeerName,
    PeerName,
    PeerName,
    PeerName,
    PeerName,
  ]
  const { kad, requests, listeners } = toldAs({
    answeredBy: asked,
    names: [late, dead, other],
    failed: [late, dead],
    // While another is asked, the ping of the late one is answered.
    addedBy: { peer: other, added: late },
  })
  const request = { lookup: 'test', signal: new AbortController().signal }
  const found = await findClosest({ own, kad, k: 4 }, fromString('/u/late'), request)
  expect(requests).toEqual([other, late])
  expect([...found.closest].sort()).toEqual([asked, late, other].sort())
  expect(found.silent).toEqual([dead])
  expect(listeners.size).toBe(0)
})
