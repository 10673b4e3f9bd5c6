// What a command of the command line is, and the options that many of them share.

import { InvalidArgumentError, Option, type Command } from 'commander'
import { parseBootstrap, type Bootstrap } from '../../src/room/find-room.ts'
import { ROOM_NAME } from '../../src/room/settings.ts'
import type { Terminal } from './terminal.ts'

/** One command: how it is called, and what it does. */
export interface CommandFile {
  /** Its name, arguments and options. */
  readonly describe: () => Command
  /** Does it; `command` has what was typed. Resolves when it is done, or rejects with a named error. */
  readonly run: (command: Command, terminal: Terminal) => Promise<void>
}

/** Which room, through which relays. */
export interface RoomOptions {
  readonly relay: readonly Bootstrap[]
  /** @default the relay's own default room */
  readonly room?: string
}

/** The relay that `npm start` starts on this machine. */
const LOCAL_RELAY = 'http://127.0.0.1:8080'

/** Adds `--relay` and `--room`. */
export function withRoomOptions(command: Command): Command {
  let isDefault = true
  const relay = new Option('--relay <address>', "a relay's URL or multiaddr, repeatable")
    .env('KADSCOPE_RELAY')
    .default([parseBootstrap(LOCAL_RELAY)], LOCAL_RELAY)
    .argParser((text, earlier: readonly Bootstrap[]) => {
      const kept = isDefault ? [] : earlier
      isDefault = false
      return [...kept, relayAddress(text)]
    })
  return command
    .addOption(relay)
    .option('--room <name>', "the room; without it the relay's own", roomName)
}

/** Adds `--json` and `--quiet`. */
export function withStyleOptions(command: Command): Command {
  return command
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'print nothing but the result')
}

/** Parses a whole number of at least `least` and at most `most`. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** Parses a room's name. */
export function roomName(text: string): string {
  if (ROOM_NAME.test(text)) return text
  throw new InvalidArgumentError('Use 1 to 32 of a-z, 0-9 and -, beginning with a letter or digit.')
}

/** Parses where a relay is. */
export function relayAddress(text: string): Bootstrap {
  try {
    return parseBootstrap(text)
  } catch {
    throw new InvalidArgumentError(
      "Give a relay's URL such as http://192.168.1.5:8080, or its multiaddr.",
    )
  }
}
