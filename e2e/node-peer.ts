// Peers of a room that are Node processes of their own, so that one can be killed without a goodbye.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { kadIdOfPeer, type KadId, type PeerName } from '../src/kad/kad-id.ts'
import { compareDistance } from '../src/kad/metric.ts'

/** A peer in a process of its own. */
export interface NodePeer {
  readonly peerId: PeerName
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>
}

/** Starts a peer that serves, as `kadscope register` does; resolves when it has announced itself. */
export async function startNodePeer(relay: string, key?: PrivateKey): Promise<NodePeer> {
  const privateKey = key ?? (await generateKeyPair('Ed25519'))
  const folder = await mkdtemp(join(tmpdir(), 'kadscope-node-'))
  const text = Buffer.from(privateKeyToProtobuf(privateKey)).toString('base64')
  await writeFile(join(folder, 'identity.key'), text, { mode: 0o600 })
  const options = ['register', 'nodes', '--relay', relay, '--identity', folder, '--json']
  const child = spawn(process.execPath, ['dist/relay/main.js', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  }
  if ((await lines.next()).done === true) {
    await kill()
    throw new Error('the node peer ended before it had joined')
  }
  return { peerId: nameOf(privateKey), kill }
}

/** A key whose peer is nearer to `target` than all of `peers`; about as many are tried as there are peers. */
export async function keyNearerThan(
  target: KadId,
  peers: readonly PeerName[],
): Promise<PrivateKey> {
  for (;;) {
    const key = await generateKeyPair('Ed25519')
    const own = kadIdOfPeer(nameOf(key))
    if (peers.every((peer) => compareDistance(target, own, kadIdOfPeer(peer)) < 0)) return key
  }
}

function nameOf(key: PrivateKey): PeerName {
  return peerIdFromPrivateKey(key).toString() as PeerName
}
