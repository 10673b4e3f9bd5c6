// noise for a page: the browser makes most of its keys where it can, and where it cannot they are
// made without the table that the library makes first.

import { noise, pureJsCrypto, type ICryptoInterface, type KeyPair } from '@libp2p/noise'
import { equals } from 'uint8arrays/equals'
import { override } from '../peer/override.ts'
import { BASE_POINT, makePair, sharedKeys, type QuickPair } from './quick-x25519.ts'

/**
 * The library's crypto in script, but for public keys, which are the secret times the base point.
 * It makes a table of that point's multiples first: 40 to 50 ms in a page that has just been
 * opened, and only after some sixty handshakes is it worth that. The way in which shared keys are
 * made takes 1 to 2 ms each time, and is needed anyway.
 */
export const quickCrypto: ICryptoInterface = {
  ...pureJsCrypto,
  generateX25519KeyPair: latePair,
  generateX25519KeyPairFromSeed: keyPairOf,
}

function keyPairOf(privateKey: Uint8Array): KeyPair {
  const publicKey = pureJsCrypto.generateX25519SharedKey(privateKey, BASE_POINT)
  return { privateKey, publicKey }
}

/** A pair that is made when it is first looked at: the library makes one that may never be used. */
function latePair(): KeyPair {
  let pair: KeyPair | undefined
  const made = (): KeyPair => (pair ??= keyPairOf(crypto.getRandomValues(new Uint8Array(32))))
  return {
    get privateKey() {
      return made().privateKey
    },
    get publicKey() {
      return made().publicKey
    },
  }
}

/** The first bytes of a first message: the key that its sender made for this handshake. */
const KEY_BYTES = 32

type Bytes = Parameters<ICryptoInterface['generateX25519SharedKey']>[1]

/** A handshake's messages, as the library reads them. */
interface Messages {
  read(options?: unknown): Promise<Bytes>
  write(bytes: Bytes, options?: unknown): Promise<unknown>
}

const ROLES = ['performHandshakeInitiator', 'performHandshakeResponder'] as const

type MakeEncrypter = ReturnType<typeof noise>
type Components = Parameters<MakeEncrypter>[0]
type Encrypter = ReturnType<MakeEncrypter>

/** An encrypter with its handshakes, which are not in its types. */
type Shaking = Encrypter &
  Record<(typeof ROLES)[number], (messages: Messages, ...rest: unknown[]) => Promise<unknown>>

/**
 * noise as its library has it. Each side of a handshake needs four products of X25519; the browser
 * makes three of them beside the page, where the origin is secure and it knows X25519. The fourth
 * is with a key that the library itself must decrypt first.
 */
export function quickNoise(): MakeEncrypter {
  return (components) => {
    const plain = noise({ crypto: quickCrypto })(components)
    /** The own key of all handshakes; not there where the browser makes none. */
    const own = makePair().catch(() => undefined)
    const encrypter = async (): Promise<Encrypter> => {
      const pair = await own
      return pair === undefined ? plain : forOneHandshake(components, pair)
    }
    return override(plain, {
      secureInbound: async (wire, options) => (await encrypter()).secureInbound(wire, options),
      secureOutbound: async (wire, options) => (await encrypter()).secureOutbound(wire, options),
    })
  }
}

/** An encrypter that has the products with the other side's first key made before the library asks. */
async function forOneHandshake(components: Components, own: QuickPair): Promise<Encrypter> {
  const ephemeral = await makePair()
  const pairs = [own, ephemeral]
  let met: { readonly key: Uint8Array; readonly shared: readonly Uint8Array[] } | undefined
  const encrypter = noise({
    staticNoiseKey: own.privateKey,
    crypto: {
      ...quickCrypto,
      generateX25519KeyPairFromSeed: () => own,
      generateX25519KeyPair: () => ephemeral,
      generateX25519SharedKey(privateKey, publicKey) {
        const which = pairs.findIndex((pair) => pair.privateKey === privateKey)
        const isMet = met !== undefined && equals(met.key, publicKey.subarray())
        const shared = isMet ? met?.shared[which] : undefined
        return shared ?? quickCrypto.generateX25519SharedKey(privateKey, publicKey)
      },
    },
  })(components) as Shaking
  const meeting = (messages: Messages): Messages => ({
    write: (bytes, options) => messages.write(bytes, options),
    async read(options) {
      const message = await messages.read(options)
      if (met === undefined) {
        const key = message.subarray(0, KEY_BYTES)
        // What is no key is for the library to refuse.
        met = { key, shared: await sharedKeys(key, pairs).catch(() => []) }
      }
      return message
    },
  })
  for (const role of ROLES) {
    const perform = encrypter[role].bind(encrypter)
    encrypter[role] = (messages, ...rest) => perform(meeting(messages), ...rest)
  }
  return encrypter
}
