// The shortcuts give what kad-dht itself gives.

import { expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { kadIdOfPeer, kadIdToBytes } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import { population } from '../kad/test-population.ts'
import { peerIdFromString } from '@libp2p/peer-id'
import type { TrieNode } from './kad-internals.ts'
import { closestInTrie, leafOfTrie, splitLeaf } from './kad-shortcuts.ts'

const K = 4

/** A trie as kad-dht grows it: a full leaf splits, whoever comes. */
function trieOf(peers: readonly PeerName[]): { root: TrieNode; splits: string[] } {
  const root: TrieNode = { prefix: '', depth: 0, peers: [] }
  const splits: string[] = []
  for (const peer of peers) {
    const kadId = kadIdToBytes(kadIdOfPeer(peer))
    const contact = { peerId: peerIdFromString(peer), kadId, lastPing: 0 }
    let leaf = leafOfTrie(root, contact.kadId)
    while (leaf.peers?.length === K) {
      splits.push(splitLeaf(leaf))
      leaf = leafOfTrie(root, contact.kadId)
    }
    leaf.peers?.push(contact)
  }
  return { root, splits }
}

const peers = population(200)

test('the closest in the trie are the closest of all, in order', () => {
  const { root } = trieOf(peers)
  const random = seededRandom('targets')
  for (let time = 0; time < 50; time += 1) {
    const target = random.pick(peers)
    const [nearest = target] = closestTo(kadIdOfPeer(target), peers, 1, kadIdOfPeer)
    const found = closestInTrie(root, kadIdToBytes(kadIdOfPeer(target)), {
      count: 20,
      exclude: [peerIdFromString(nearest)],
    })
    const others = peers.filter((peer) => peer !== nearest)
    const wanted = closestTo(kadIdOfPeer(target), others, 20, kadIdOfPeer)
    expect(found.map(String)).toEqual(wanted)
  }
})

test('a split says its prefix, and its halves have depth and last digit as in kad-dht', () => {
  const { root, splits } = trieOf(peers)
  expect(new Set(splits).size).toBe(splits.length)
  const seen: string[] = []
  const visit = (node: TrieNode, prefix: string): void => {
    if (prefix !== '') expect(node.prefix).toBe(prefix.slice(-1))
    expect(node.depth).toBe(prefix.length)
    if (node.left === undefined || node.right === undefined) return
    seen.push(prefix)
    visit(node.left, `${prefix}0`)
    visit(node.right, `${prefix}1`)
  }
  visit(root, '')
  expect([...splits].sort()).toEqual(seen.sort())
})
