// A room of real processes for tests of the command line: a relay, some nodes, and commands in it.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import { buildProgram, type BuiltProgram, type Ended, type Running } from './test-command.ts'

/** Nodes beside the relay, and copies of a record. */
export const NODES = 7
export const K = 4

/** A room, and what is done in it. */
export interface TestRoom {
  readonly program: BuiltProgram
  readonly url: string
  /** The relay and its nodes. */
  readonly peers: readonly PeerName[]
  /** Runs a command in the room. */
  command(name: string, ...args: readonly string[]): Promise<Ended>
  /** The same with something on standard input. */
  commandWith(input: string | Uint8Array, name: string, ...args: readonly string[]): Promise<Ended>
  start(name: string, ...args: readonly string[]): Running
  /** Writes a file into the test's folder; its path. */
  file(name: string, content: string | Uint8Array): Promise<string>
  /** The k closest of the room's peers to a key, by brute force, nearest first. */
  trueHolders(key: string): PeerName[]
}

/** Builds the command line and opens a room. */
export async function openTestRoom(): Promise<TestRoom> {
  const program = await buildProgram()
  const url = await startTestRelay(program, 'main', NODES)
  const inRoom = (name: string, args: readonly string[]): string[] => [
    name,
    '--relay',
    url,
    ...args,
  ]
  const listed = await program.run(['peers', '--relay', url, '--json'])
  const peers = (jsonOf(listed) as { peerId: PeerName }[]).map(({ peerId }) => peerId)
  return {
    program,
    url,
    peers,
    command: (name, ...args) => program.run(inRoom(name, args)),
    commandWith: (input, name, ...args) => program.run(inRoom(name, args), input),
    start: (name, ...args) => program.start(inRoom(name, args)),
    async file(name, content) {
      const path = join(program.folder, name)
      await writeFile(path, content)
      return path
    },
    trueHolders: (key) => closestTo(kadIdOfKey(key as RecordKey), peers, K, kadIdOfPeer),
  }
}

/** Starts a relay; resolves with its URL when its nodes have a contact each. */
export async function startTestRelay(
  program: BuiltProgram,
  data: string,
  nodes: number,
): Promise<string> {
  const place = ['--port', '0', '--host', '127.0.0.1', '--data', join(program.folder, data)]
  const relay = program.start(['relay', ...place, '--quiet', '--peers', String(nodes)])
  const [found] = await relay.untilSaid(/http:\/\/127\.0\.0\.1:\d+/)
  await relay.untilSaid(/have joined/)
  return found
}

/** What a command printed, as JSON. */
export function jsonOf({ stdout }: Ended): unknown {
  return JSON.parse(stdout.toString())
}
