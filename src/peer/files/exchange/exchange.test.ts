// One stream of the block exchange between two hosts on virtual wires.

import type { Stream } from '@libp2p/interface'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromString } from '@libp2p/peer-id'
import { lpStream } from '@libp2p/utils'
import type { CID } from 'multiformats/cid'
import { fromString } from 'uint8arrays/from-string'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realClock } from '../../../base/clock.ts'
import { seededRandom } from '../../../base/random.ts'
import { Fabric } from '../../../lab/fabric/fabric.ts'
import type { VirtualHost } from '../../../lab/fabric/place.ts'
import { Weather } from '../../../lab/fabric/weather.ts'
import { cidOfRoot } from '../cid.ts'
import { BlockMissingError, ProviderBusyError, RubbishBlockError } from '../errors.ts'
import { MAX_BLOCK_BYTES, MAX_SERVED_TO_ONE } from '../limits.ts'
import { askingEnd, BLOCKS_PROTOCOL, type AskingEnd } from './message.ts'
import { serveBlocks } from './serve.ts'

const { signal } = new AbortController()
const block = fromString('a block of a file')

let asker: VirtualHost
let provider: VirtualHost
let cid: CID
let served: number
let stopServing: () => Promise<void>

beforeEach(async () => {
  const random = seededRandom('exchange')
  const fabric = new Fabric({ clock: realClock, weather: new Weather({ random }) })
  asker = fabric.join(await generateKeyPair('Ed25519'))
  provider = fabric.join(await generateKeyPair('Ed25519'))
  cid = await cidOfRoot(block)
  served = 0
  stopServing = await serveBlocks({
    registrar: provider.components.registrar,
    clock: realClock,
    blockOf: (wanted) => (wanted.equals(cid) ? block : undefined),
    onServed: (_, bytes) => {
      served += bytes
    },
  })
})

afterEach(() => stopServing())

async function open(): Promise<Stream> {
  const { connectionManager } = asker.components
  return connectionManager.openStream(peerIdFromString(provider.name), BLOCKS_PROTOCOL, { signal })
}

async function ask(end: AskingEnd, wanted: CID): Promise<Uint8Array> {
  await end.ask(wanted, signal)
  return end.receive(wanted, signal)
}

describe('F5 a provider that keeps the protocol', () => {
  test('sends the block that was asked for, and says so when it has none', async () => {
    const end = askingEnd(await open())
    expect(await ask(end, cid)).toEqual(block)
    expect(served).toBe(block.length)
    await expect(ask(end, await cidOfRoot(fromString('unknown')))).rejects.toThrow(
      BlockMissingError,
    )
    expect(await ask(end, cid)).toEqual(block)
  })

  test('serves one peer on so many streams and no more', async () => {
    const ends = await Promise.all(
      Array.from({ length: MAX_SERVED_TO_ONE }, async () => askingEnd(await open())),
    )
    for (const end of ends) expect(await ask(end, cid)).toEqual(block)
    await expect(ask(askingEnd(await open()), cid)).rejects.toThrow(ProviderBusyError)
  })

  test('hangs up on whoever asks no question', async () => {
    for (const nonsense of ['hello', '{"want":"nonsense"}', '{"want":5}', 'x'.repeat(500)]) {
      const stream = await open()
      const closed = new Promise((resolve) => {
        stream.addEventListener('close', resolve)
      })
      await lpStream(stream).write(fromString(nonsense), { signal })
      await closed
    }
    expect(served).toBe(0)
  })
})

describe('F7 a provider of rubbish is found out', () => {
  const other = `bagaaiera${'a'.repeat(52)}`
  test.each([
    ['no JSON', () => [fromString('hello')]],
    ['another block', () => [json({ cid: other, bytes: 3 }), fromString('abc')]],
    ['another length', () => [json({ cid: cid.toString(), bytes: 3 }), fromString('abcd')]],
    ['another hash', () => [json({ cid: cid.toString(), bytes: 3 }), fromString('abc')]],
    ['a frame too long', () => [new Uint8Array(MAX_BLOCK_BYTES + 1)]],
  ])('by %s', async (_, frames) => {
    await stopServing()
    const { registrar } = provider.components
    await registrar.handle(BLOCKS_PROTOCOL, (stream) => {
      lpStream(stream)
        .writeV(frames(), { signal })
        .catch(() => undefined)
    })
    await expect(ask(askingEnd(await open()), cid)).rejects.toThrow(RubbishBlockError)
  })
})

function json(data: object): Uint8Array {
  return fromString(JSON.stringify(data))
}
