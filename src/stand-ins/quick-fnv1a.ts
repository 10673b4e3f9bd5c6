// In place of a hash that counts with big integers: each lookup of kad-dht keeps whom it has seen in
// a filter that takes several hashes for each peer, a twentieth of all that a joining Lab does.

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

/** The 32-bit FNV-1a hash of `bytes` (IETF draft-eastlake-fnv, section 2), the only one that libp2p asks for. */
export default function fnv1a(bytes: Uint8Array): number {
  let hash = OFFSET
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME)
  return hash >>> 0
}
