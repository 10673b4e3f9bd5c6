// The identity of who publishes from the shell: a key that stays the same from command to command.

import { homedir } from 'node:os'
import { join } from 'node:path'
import type { PrivateKey } from '@libp2p/interface'
import type { Command } from 'commander'
import { peerNameOfBytes, type PeerName } from '../../src/kad/kad-id.ts'

/** Whose name is signed. */
export interface IdentityOptions {
  /** The folder with the key. */
  readonly identity: string
}

/** Adds `--identity`. */
export function withIdentityOption(command: Command): Command {
  // Not where a relay that is started at home keeps its own.
  const folder = join(homedir(), '.kadscope', 'publisher')
  return command.option('--identity <folder>', 'where your signing key is kept', folder)
}

/** @throws DataFolderError, DamagedIdentityError */
export async function loadSigner({ identity }: IdentityOptions): Promise<PrivateKey> {
  const { loadIdentity } = await import('../identity.ts')
  return loadIdentity(identity)
}

/** The peer id of who signs with a key. */
export function nameOfSigner(key: PrivateKey): PeerName {
  return peerNameOfBytes(key.publicKey.toMultihash().bytes)
}
