// The commands of the command line, in the order of its help.

import type { CommandFile } from '../cli/command.ts'
import { discoverCommand } from './discover.ts'
import { fetchCommand } from './fetch.ts'
import { getCommand } from './get.ts'
import { labCommand } from './lab.ts'
import { lookupCommand } from './lookup.ts'
import { lsCommand } from './ls.ts'
import { peersCommand } from './peers.ts'
import { putCommand } from './put.ts'
import { recordCommand } from './record.ts'
import { registerCommand } from './register.ts'
import { relayCommand } from './relay.ts'
import { rmCommand } from './rm.ts'
import { shareCommand } from './share.ts'
import { statsCommand } from './stats.ts'
import { watchCommand } from './watch.ts'

/** A heading of the help, and the commands under it. */
export interface CommandGroup {
  readonly heading: string
  readonly commands: readonly CommandFile[]
}

/** All commands. */
export const GROUPS: readonly CommandGroup[] = [
  { heading: 'Start:', commands: [relayCommand, labCommand] },
  { heading: 'Records:', commands: [putCommand, getCommand, rmCommand] },
  { heading: 'Files:', commands: [shareCommand, fetchCommand] },
  { heading: 'Finding peers:', commands: [registerCommand, discoverCommand] },
  {
    heading: 'Looking in:',
    commands: [peersCommand, lsCommand, statsCommand, lookupCommand, watchCommand, recordCommand],
  },
]
