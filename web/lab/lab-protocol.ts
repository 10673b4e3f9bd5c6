// What the page and the Lab's worker say to each other: plain data only.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { LabFault } from '../../src/lab/faults.ts'
import type { LabCounts } from '../../src/lab/lab.ts'
import type { Recall } from '../../src/lab/recall.ts'
import type { Churn, Scenario } from '../../src/lab/scenario.ts'
import type { GetResult, PeerSnapshot, PutResult, RecordValue } from '../../src/peer/dht-peer.ts'

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
  slow: { args: { peers: readonly PeerName[]; ms: number }; result: LabFault }
  lose: { args: { peers: readonly PeerName[]; share: number }; result: LabFault }
  block: { args: { peers: readonly PeerName[] }; result: LabFault }
  clear: { args: { fault: string }; result: undefined }
  heal: { args: NoArguments; result: undefined }
  churn: { args: { churn: Churn | undefined }; result: undefined }
  rate: { args: { rate: number }; result: undefined }
  recall: { args: NoArguments; result: Recall }
  put: { args: { peer: PeerName; value: RecordValue; key?: string }; result: PutResult }
  get: { args: { peer: PeerName; key: string }; result: GetResult }
  closest: { args: { peer: PeerName; target: string }; result: PeerName[] }
  snapshot: { args: { peer: PeerName }; result: PeerSnapshot }
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
      readonly counts: LabCounts
      /** The viewer's peer as it is now. */
      readonly own: PeerSnapshot | undefined
    }
