// What opens an encrypted share at the shell: its passphrase, which need not stand in the command.

import { Option, type Command } from 'commander'

/** What a share is opened or protected with. */
export interface OpenerOptions {
  readonly passphrase?: string
}

/** Adds `--passphrase`. */
export function withPassphraseOption(command: Command, description: string): Command {
  const option = new Option('--passphrase <words>', description).env('KADSCOPE_PASSPHRASE')
  return command.addOption(option)
}
