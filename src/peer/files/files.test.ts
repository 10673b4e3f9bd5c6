// Peers share files on virtual wires, with kad-dht's own provider records.

import { randomBytes } from '@noble/hashes/utils.js'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realClock } from '../../base/clock.ts'
import { seededRandom } from '../../base/random.ts'
import type { Event } from '../../event/event.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { Weather } from '../../lab/fabric/weather.ts'
import { Population, type LabPeer } from '../../lab/population.ts'
import {
  InvalidCidError,
  KeyMissingError,
  NoProvidersError,
  SharesFullError,
  WrongKeyError,
} from './errors.ts'
import { answeringEnd, BLOCKS_PROTOCOL } from './exchange/message.ts'
import { sourceOfBlob, type FileSource } from './file-source.ts'
import { createFiles, type Files } from './files.ts'
import { keyToText } from './share-root.ts'

const rules = {
  room: 'files',
  protocol: '/kadscope/files/kad/1.0.0',
  k: 4,
  alpha: 3,
  disjointPaths: 1,
  republishMs: 60_000,
  expireMs: 600_000,
  maxValueBytes: 1_024,
}

interface Member {
  readonly peer: LabPeer
  readonly files: Files
  readonly told: Event[]
}

let population: Population
let members: Member[]

beforeEach(async () => {
  const random = seededRandom('files')
  population = new Population({ rules, clock: realClock, random, weather: new Weather({ random }) })
  const peers = await population.burst(8)
  await Promise.all(peers.map(({ ready }) => ready))
  // Before that they differ on who is nearest to a CID.
  await expect.poll(() => Math.min(...peers.map(contactsOf)), { timeout: 10_000 }).toBe(7)
  members = await Promise.all(peers.map((peer) => member(peer)))
})

afterEach(async () => {
  await Promise.all(members.map(({ files }) => files.stop()))
  await population.stop()
})

function contactsOf(peer: LabPeer): number {
  return peer.snapshot().buckets.reduce((sum, { contacts }) => sum + contacts.length, 0)
}

async function member(peer: LabPeer, mostBytes?: number): Promise<Member> {
  const told: Event[] = []
  const files = await createFiles({
    own: peer.peerId,
    components: peer.host.components,
    records: peer.providers,
    clock: realClock,
    tell: (event) => told.push(event),
    republishMs: 60_000,
    ...(mostBytes === undefined ? {} : { mostBytes }),
  })
  return { peer, files, told }
}

function at(index: number): Member {
  const found = members[index]
  if (found === undefined) throw new Error('no such peer')
  return found
}

function sourceOf(bytes: Uint8Array, name = 'file.bin'): FileSource {
  return sourceOfBlob(new Blob([Uint8Array.from(bytes)]), name)
}

async function all(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  for await (const part of parts) read.push(part)
  return concat(read)
}

function bytesOf(mib: number): Uint8Array {
  return concat(Array.from({ length: mib * 16 }, () => randomBytes(65_536)))
}

// Making a key of a passphrase is slow on purpose.
describe('a file on virtual wires', { timeout: 30_000 }, () => {
  test('F6 comes from several providers at once, no block twice, and the fetcher provides it too', async () => {
    const bytes = bytesOf(6)
    const { cid } = await at(1).files.share([sourceOf(bytes)])
    const name = cid.toString()
    await at(2).files.fetch(name)
    await at(3).files.fetch(name)
    await expect.poll(async () => (await at(5).files.providers(name)).length).toBe(3)

    const fetched = await at(4).files.fetch(name)
    expect(equals(await all(at(4).files.read(name, 'file.bin')), bytes)).toBe(true)
    const used = fetched.sources.filter(({ blocks }) => blocks > 0)
    expect(used.length).toBeGreaterThanOrEqual(2)
    const blocks = used.reduce((sum, source) => sum + source.blocks, 0)
    expect(blocks).toBe(fetched.share.blocks.size)
    expect(at(4).told.map(({ kind }) => kind)).toContain('share.fetched')
  })

  test('F6 goes on when a provider dies', async () => {
    const bytes = bytesOf(12)
    const { cid } = await at(1).files.share([sourceOf(bytes)])
    const name = cid.toString()
    await at(2).files.fetch(name)
    await at(3).files.fetch(name)
    let dead: PeerName | undefined
    const fetched = await at(4).files.fetch(name, {
      onProgress({ sources }) {
        if (dead !== undefined) return
        dead = sources.find(({ blocks }) => blocks > 2)?.peer
        if (dead !== undefined) population.fabric.crash(dead)
      },
    })
    expect(equals(await all(at(4).files.read(name, 'file.bin')), bytes)).toBe(true)
    const lost = fetched.sources.find(({ peer }) => peer === dead)
    expect(lost?.blocks).toBeLessThan(fetched.share.blocks.size / 2)
  })

  test('F7 comes from others when a provider sends rubbish, which is named and told', async () => {
    const bytes = bytesOf(3)
    const { cid } = await at(1).files.share([sourceOf(bytes)])
    await expect.poll(() => at(1).files.shares()[0]?.announcedTo.length).toBe(4)
    await talkRubbish(at(2).peer)
    await at(2).peer.providers.announce(cid, { background: false })
    await expect.poll(async () => (await at(5).files.providers(cid.toString())).length).toBe(2)

    const fetched = await at(4).files.fetch(cid.toString())
    expect(equals(await all(at(4).files.read(cid.toString(), 'file.bin')), bytes)).toBe(true)
    const liar = at(2).peer.peerId
    expect(fetched.sources.find(({ peer }) => peer === liar)).toMatchObject({
      state: 'refused',
      blocks: 0,
      error: 'RubbishBlockError',
    })
    expect(at(4).told).toContainEqual(
      expect.objectContaining({ kind: 'block.rejected', from: liar, share: cid.toString() }),
    )
  })

  test('F8 is not half kept when nobody has all of it', async () => {
    const { cid } = await at(1).files.share([sourceOf(bytesOf(2))])
    const name = cid.toString()
    const gone = at(4).files.fetch(name, {
      onProgress({ sources }) {
        if (sources.some(({ blocks }) => blocks > 1)) at(1).files.drop(name)
      },
    })
    await expect(gone).rejects.toThrow(NoProvidersError)
    expect(at(4).files.shares()).toEqual([])
    await expect(at(4).files.fetch('nonsense')).rejects.toThrow(InvalidCidError)
  })

  test('F10 goes on where an earlier fetch was ended, and no block comes twice', async () => {
    const bytes = bytesOf(6)
    const { cid, blocks } = await at(1).files.share([sourceOf(bytes)])
    const name = cid.toString()
    const stop = new AbortController()
    const ended = at(4).files.fetch(name, {
      signal: stop.signal,
      onProgress({ sources }) {
        if (sources.some((source) => source.blocks > 5)) stop.abort(new Error('enough'))
      },
    })
    await expect(ended).rejects.toThrow('enough')
    expect(at(4).files.shares()).toEqual([])

    const { resumed, sources } = await at(4).files.fetch(name)
    expect(resumed).toBeGreaterThan(5)
    const came = sources.reduce((sum, source) => sum + source.blocks, 0)
    expect(came + resumed).toBe(blocks.size)
    expect(equals(await all(at(4).files.read(name, 'file.bin')), bytes)).toBe(true)
  })

  test('F3 that is encrypted opens with key or passphrase only, and is refused before it is fetched', async () => {
    const secret = await at(1).files.share([sourceOf(bytesOf(1))], { passphrase: 'correct horse' })
    const name = secret.cid.toString()
    await expect(at(4).files.fetch(name)).rejects.toThrow(KeyMissingError)
    await expect(at(4).files.fetch(name, { passphrase: 'battery staple' })).rejects.toThrow(
      WrongKeyError,
    )
    expect(at(4).files.shares()).toEqual([])
    expect(at(1).files.shares()[0]?.served).toBeLessThan(10_000)
    await at(4).files.fetch(name, { passphrase: 'correct horse' })
    const key = secret.key ?? new Uint8Array()
    await at(5).files.fetch(name, { key })
    expect(keyToText(at(5).files.shares()[0]?.key ?? new Uint8Array())).toBe(keyToText(key))
  })

  test("F9 finds room where others' files were, never where own ones are", async () => {
    const small = await member(at(6).peer, 3 * 2 ** 20)
    members[6] = small
    const [first, second] = await Promise.all(
      [1, 2].map(async (index) =>
        (await at(index).files.share([sourceOf(bytesOf(2))])).cid.toString(),
      ),
    )
    await small.files.fetch(first ?? '')
    await small.files.fetch(second ?? '')
    expect(small.files.shares().map(({ cid }) => cid.toString())).toEqual([second])
    expect(small.told).toContainEqual({ kind: 'share.dropped', share: first })
    await small.files.share([sourceOf(bytesOf(2))])
    await expect(small.files.share([sourceOf(bytesOf(2))])).rejects.toThrow(SharesFullError)
    await expect(small.files.fetch(first ?? '')).rejects.toThrow(SharesFullError)
    expect(small.files.shares()).toHaveLength(1)
  })
})

/** Makes a peer answer each question with other bytes than it was asked for. */
async function talkRubbish({ host }: LabPeer): Promise<void> {
  const { registrar } = host.components
  await registrar.unhandle(BLOCKS_PROTOCOL)
  const { signal } = new AbortController()
  await registrar.handle(BLOCKS_PROTOCOL, (stream) => {
    const end = answeringEnd(stream)
    const answer = async (): Promise<void> => {
      const cid = await end.question(signal)
      await end.answer(cid, randomBytes(1_000), signal)
      await answer()
    }
    answer().catch(() => undefined)
  })
}
