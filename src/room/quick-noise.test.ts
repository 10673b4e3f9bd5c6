// Facts about noise with keys of the browser: it agrees with its library's own, either way round.

import { generateKeyPair } from '@libp2p/crypto/keys'
import type { MessageStream, PrivateKey, Upgrader } from '@libp2p/interface'
import { noise, pureJsCrypto } from '@libp2p/noise'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { afterEach, expect, test, vi } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { quickCrypto, quickNoise } from './quick-noise.ts'
import { quietLogger } from './quiet-logger.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

test('a public key is the one that the library makes of the same secret', () => {
  const random = seededRandom('noise')
  for (let count = 0; count < 20; count += 1) {
    const secret = random.bytes(32)
    expect(quickCrypto.generateX25519KeyPairFromSeed(secret)).toEqual(
      pureJsCrypto.generateX25519KeyPairFromSeed(secret),
    )
  }
})

test('the public key of a published secret is the published one (RFC 7748, section 6.1)', () => {
  const secret = hexToBytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
  const { publicKey } = quickCrypto.generateX25519KeyPairFromSeed(secret)
  expect(bytesToHex(Uint8Array.from(publicKey.subarray()))).toBe(
    'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  )
})

test('two pairs agree on a shared key, and no two are alike', () => {
  const [one, two] = [quickCrypto.generateX25519KeyPair(), quickCrypto.generateX25519KeyPair()]
  expect(one.publicKey).not.toEqual(two.publicKey)
  expect(quickCrypto.generateX25519SharedKey(one.privateKey, two.publicKey)).toEqual(
    quickCrypto.generateX25519SharedKey(two.privateKey, one.publicKey),
  )
})

type Encrypter = ReturnType<ReturnType<typeof noise>>

async function encrypter(make: typeof noise | typeof quickNoise): Promise<[Encrypter, PrivateKey]> {
  const privateKey = await generateKeyPair('Ed25519')
  const upgrader = { getStreamMuxers: () => new Map<string, unknown>() } as unknown as Upgrader
  const peerId = peerIdFromPrivateKey(privateKey)
  return [make()({ privateKey, peerId, logger: quietLogger, upgrader }), privateKey]
}

/** What comes first on a wire, as text. */
function heardOn(wire: MessageStream): Promise<string> {
  return new Promise((resolve) => {
    wire.addEventListener('message', ({ data }) => {
      resolve(new TextDecoder().decode(data.subarray()))
    })
  })
}

/** Both ends of a new wire shake hands, and each says something. */
async function shakeHands(
  [dialing, dialer]: [Encrypter, PrivateKey],
  [listening, listener]: [Encrypter, PrivateKey],
): Promise<void> {
  const [near, far] = multiaddrConnectionPair({ delay: 0 })
  const [out, into] = await Promise.all([
    dialing.secureOutbound(near, { remotePeer: peerIdFromPrivateKey(listener) }),
    listening.secureInbound(far),
  ])
  expect(out.remotePeer.toString()).toBe(peerIdFromPrivateKey(listener).toString())
  expect(into.remotePeer.toString()).toBe(peerIdFromPrivateKey(dialer).toString())
  const heard = Promise.all([heardOn(out.connection), heardOn(into.connection)])
  out.connection.send(new TextEncoder().encode('from the dialer'))
  into.connection.send(new TextEncoder().encode('from the listener'))
  expect(await heard).toEqual(['from the listener', 'from the dialer'])
}

test.each([
  ['quick', 'quick', quickNoise, quickNoise],
  ['quick', 'plain', quickNoise, noise],
  ['plain', 'quick', noise, quickNoise],
])('%s noise dials, %s noise listens, and each knows the other', async (_, __, dials, listens) => {
  const [dialer, listener] = [await encrypter(dials), await encrypter(listens)]
  // Both ways of several handshakes at once, each with keys of its own.
  await Promise.all(Array.from({ length: 4 }, () => shakeHands(dialer, listener)))
})

test('of the four products of a side the browser makes three', async () => {
  const inScript = vi.spyOn(quickCrypto, 'generateX25519SharedKey')
  const ends = [await encrypter(quickNoise), await encrypter(quickNoise)] as const
  await shakeHands(...ends)
  expect(inScript).toHaveBeenCalledTimes(2)
})

test('where the browser makes no keys, all are made in script', async () => {
  const refused = vi.spyOn(crypto.subtle, 'importKey')
  refused.mockRejectedValue(new DOMException('no X25519', 'NotSupportedError'))
  const ends = [await encrypter(quickNoise), await encrypter(quickNoise)] as const
  await Promise.resolve()
  refused.mockRestore()
  const inScript = vi.spyOn(quickCrypto, 'generateX25519SharedKey')
  await shakeHands(...ends)
  expect(inScript).toHaveBeenCalledTimes(6)
})

test('whoever is another than was dialed is refused, and so is a message that is no key', async () => {
  const [dialing] = await encrypter(quickNoise)
  const [listening] = await encrypter(quickNoise)
  const [near, far] = multiaddrConnectionPair({ delay: 0 })
  const another = peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
  const inbound = listening.secureInbound(far).catch(() => undefined)
  await expect(dialing.secureOutbound(near, { remotePeer: another })).rejects.toThrow()
  near.abort(new Error('refused'))
  await inbound

  const [short, end] = multiaddrConnectionPair({ delay: 0 })
  short.send(Uint8Array.of(0, 3, 1, 2, 3))
  await expect(listening.secureInbound(end)).rejects.toThrow()
})
