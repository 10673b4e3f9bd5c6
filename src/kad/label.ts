// Labels: what peers and keys are called where there is little room.

import { kadIdOfPeer, type PeerName, type RecordKey } from './kad-id.ts'
import { nickname } from './nickname.ts'

/** Nicknames made so far: hashing the same few names over and over would cost time. */
const nicknames = new Map<PeerName, string>()
const NICKNAMES_KEPT = 5000

/** The nickname of a peer, such as `amber-fox`; the start of the text when it is no peer id. */
export function nicknameOfPeer(peer: PeerName): string {
  const known = nicknames.get(peer)
  if (known !== undefined) return known
  let name: string
  try {
    name = nickname(kadIdOfPeer(peer))
  } catch {
    name = `${peer.slice(0, 8)}…`
  }
  if (nicknames.size >= NICKNAMES_KEPT) nicknames.clear()
  nicknames.set(peer, name)
  return name
}

/**
 * A record key made short: `/c/3f9a…` for the hash, and nicknames for peer ids, as in
 * `/m/amber-fox/notes`. For reading only.
 */
export function shortKey(key: RecordKey): string {
  const [before = '', namespace, first = '', second = '', ...rest] = key.split('/')
  if (before !== '' || rest.length > 0) return key
  switch (namespace) {
    case 'c':
      return `/c/${first.slice(0, 4)}…`
    case 'm':
      return `/m/${nicknameOfPeer(first as PeerName)}/${second}`
    case 'n':
      return `/n/${first}/${nicknameOfPeer(second as PeerName)}`
    default:
      return key
  }
}
