// The identity of this tab: a reload is the same peer, a new or a duplicated tab another one.

import { privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { newIdentity } from '../../src/room/new-identity.ts'

const STORED = 'kadscope.identity'

/**
 * The tab's private key: the one of before the reload, else a new one. While the tab lives the key
 * is not in its storage, as browsers copy that when a tab is duplicated.
 */
export async function tabIdentity(): Promise<PrivateKey> {
  const key = takeStored() ?? (await newIdentity())
  window.addEventListener('pagehide', () => {
    try {
      sessionStorage.setItem(STORED, bytesToHex(privateKeyToProtobuf(key)))
    } catch {
      // Without storage a reload is a new peer.
    }
  })
  return key
}

function takeStored(): PrivateKey | undefined {
  try {
    const text = sessionStorage.getItem(STORED)
    sessionStorage.removeItem(STORED)
    return text === null ? undefined : privateKeyFromProtobuf(hexToBytes(text))
  } catch {
    return undefined
  }
}
