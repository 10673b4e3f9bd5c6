// Content ids: what a block is called is the hash of what is in it, so whoever gets one can check it.

import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { equals } from 'uint8arrays/equals'
import { InvalidCidError } from './errors.ts'

/** Codes of the multicodec table: what the bytes of a block are. */
const RAW = 0x55
const DAG_PB = 0x70
const JSON_CODE = 0x0200

/** Longer than any CID of ours as text. */
const MAX_CID_TEXT = 100

/** Reads the CID of any block. @throws InvalidCidError */
export function parseBlockCid(text: string): CID {
  let cid: CID
  try {
    if (text.length > MAX_CID_TEXT) throw new InvalidCidError(text)
    cid = CID.parse(text)
  } catch {
    throw new InvalidCidError(text)
  }
  const codes: readonly number[] = [RAW, DAG_PB, JSON_CODE]
  const { code, digest } = cid.multihash
  if (code !== sha256.code || digest.length !== 32 || !codes.includes(cid.code)) {
    throw new InvalidCidError(text)
  }
  return cid
}

/** Reads the CID of a share, which is that of its list of files. @throws InvalidCidError */
export function parseShareCid(text: string): CID {
  const cid = parseBlockCid(text.trim())
  if (cid.code !== JSON_CODE) throw new InvalidCidError(text)
  return cid
}

/** The CID of a share whose list of files is `bytes`. */
export async function cidOfRoot(bytes: Uint8Array): Promise<CID> {
  return CID.createV1(JSON_CODE, await sha256.digest(bytes))
}

/** Whether `bytes` are what `cid` is the name of. */
export async function isBlockOf(cid: CID, bytes: Uint8Array): Promise<boolean> {
  const { digest } = await sha256.digest(bytes)
  return equals(digest, cid.multihash.digest)
}
