// What the page and the Lab's worker say to each other: plain data only.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName, RecordKey } from '../../src/kad/kad-id.ts'
import type { AttackType } from '../../src/lab/attack/attack.ts'
import type { LabFault, Reach } from '../../src/lab/faults.ts'
import type { LabCounts } from '../../src/lab/lab.ts'
import type { Recall } from '../../src/lab/recall.ts'
import type { Churn, Scenario } from '../../src/lab/scenario.ts'
import type { DhtPeer, PeerSnapshot } from '../../src/peer/dht-peer.ts'
import type { Inventory } from '../../src/peer/inventory/inventory.ts'

/** What a peer can be asked to do: its operations whose answers are plain data. */
export type PeerMethod = {
  [Name in keyof DhtPeer]: DhtPeer[Name] extends (...args: never[]) => Promise<unknown>
    ? Name
    : never
}[keyof DhtPeer]

/** What a peer can be asked to do at another's inventory. */
export type InventoryMethod = keyof Inventory

/** A command that needs nothing said. */
type NoArguments = Record<string, never>

/** What can be asked of the Lab: for each command its arguments and its result. */
export interface LabCommands {
  /** Starts the Lab; answers when its first peers have been started. */
  open: { args: { scenario: Scenario }; result: { own: PeerName } }
  add: { args: { count: number }; result: PeerName[] }
  crash: { args: { peers: readonly PeerName[] }; result: LabFault }
  leave: { args: { peers: readonly PeerName[] }; result: undefined }
  partition: { args: { sides: readonly (readonly PeerName[])[] }; result: LabFault }
  slow: { args: { peers: readonly PeerName[]; ms: number } & Reach; result: LabFault }
  lose: { args: { peers: readonly PeerName[]; share: number } & Reach; result: LabFault }
  block: { args: { peers: readonly PeerName[] } & Reach; result: LabFault }
  clear: { args: { fault: string }; result: undefined }
  heal: { args: NoArguments; result: undefined }
  churn: { args: { churn: Churn | undefined }; result: undefined }
  rate: { args: { rate: number }; result: undefined }
  recall: { args: NoArguments; result: Recall }
  /** Any operation of a peer; signals stay on the page's side. */
  ask: { args: { peer: PeerName; method: PeerMethod; args: readonly unknown[] }; result: unknown }
  /** Asks a peer, by another one, what it holds. */
  inventory: {
    args: { peer: PeerName; of: PeerName; method: InventoryMethod; args: readonly unknown[] }
    result: unknown
  }
  snapshot: { args: { peer: PeerName }; result: PeerSnapshot }
  snapshots: { args: NoArguments; result: PeerSnapshot[] }
  /** What is really in force, whatever the page has heard of it. */
  faults: { args: NoArguments; result: LabFault[] }
  /** The attackers go; what they did stays done. */
  calm: { args: NoArguments; result: undefined }
  stop: { args: NoArguments; result: undefined }
}

export type LabCommand = keyof LabCommands

/** From the page: a command, or that it has taken in a batch and is ready for the next. */
export type ToLab =
  | { readonly type: 'command'; readonly id: number; readonly call: LabCall }
  | { readonly type: 'taken' }

/** One command with its arguments. */
export type LabCall = {
  [Command in LabCommand]: { readonly command: Command } & LabCommands[Command]['args']
}[LabCommand]

/** An attack that is under way. */
export interface AttackUnderWay {
  readonly type: AttackType
  readonly attackers: readonly PeerName[]
  /** Peers of theirs that seek nobody: the attackers name them. */
  readonly accomplices: readonly PeerName[]
  /** The keys under attack. */
  readonly keys: readonly RecordKey[]
  /** When the attackers had done what they do at first, in milliseconds on the Lab's clock. */
  readonly since: number
}

/** How the Lab stands, beside what its peers tell. */
export interface LabStatus {
  readonly counts: LabCounts
  /** Milliseconds on the Lab's own clock. */
  readonly now: number
  /** How fast that clock goes. */
  readonly rate: number
  /** When all peers were first ready, on the Lab's clock. */
  readonly readyAt: number | undefined
  readonly bootstrap: PeerName | undefined
  readonly attack: AttackUnderWay | undefined
}

/** From the worker. */
export type FromLab =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | {
      readonly type: 'refusal'
      readonly id: number
      readonly error: { readonly name: string; readonly message: string }
    }
  | {
      readonly type: 'batch'
      readonly envelopes: readonly Envelope[]
      readonly status: LabStatus
      /** The viewer's peer as it is now. */
      readonly own: PeerSnapshot | undefined
    }
