// What libp2p uses and Node 20 or an older browser lacks; imported first by every entry point.

import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

if (typeof Promise.withResolvers !== 'function') {
  Promise.withResolvers = function withResolvers<T>(): PromiseWithResolvers<T> {
    let resolve!: PromiseWithResolvers<T>['resolve']
    let reject!: PromiseWithResolvers<T>['reject']
    const promise = new Promise<T>((yes, no) => {
      resolve = yes
      reject = no
    })
    return { promise, resolve, reject }
  }
}

// On a plain HTTP address of a LAN, which is how a class opens the page, browsers leave out
// `crypto.subtle` and `crypto.randomUUID`. kad-dht needs the digest; for all else libp2p has
// its own fallbacks.
if (!('subtle' in crypto) || (crypto as Partial<Crypto>).subtle === undefined) {
  const digests: Record<string, (bytes: Uint8Array) => Uint8Array> = {
    'SHA-256': sha256,
    'SHA-512': sha512,
  }
  const digest = (algorithm: AlgorithmIdentifier, data: BufferSource): Promise<ArrayBuffer> => {
    const name = typeof algorithm === 'string' ? algorithm : algorithm.name
    const hash = digests[name.toUpperCase()]
    if (hash === undefined) return Promise.reject(new Error(`${name} is not supported here`))
    const bytes =
      data instanceof ArrayBuffer
        ? new Uint8Array(data)
        : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    return Promise.resolve(Uint8Array.from(hash(bytes)).buffer)
  }
  Object.defineProperty(crypto, 'subtle', { value: { digest }, configurable: true })
}

if (typeof crypto.randomUUID !== 'function') {
  crypto.randomUUID = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    const [a, b, c, d, e] = [
      [0, 4],
      [4, 6],
      [6, 8],
      [8, 10],
      [10, 16],
    ].map(([from, to]) => bytesToHex(bytes.subarray(from, to)))
    return `${a ?? ''}-${b ?? ''}-${c ?? ''}-${d ?? ''}-${e ?? ''}`
  }
}
