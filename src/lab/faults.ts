// Faults in force: sets them on the weather, tells of them, and takes them back.

import type { FaultType } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { Tell } from '../peer/teller.ts'
import { MAX_LIST } from '../event/schema.ts'
import type { Fabric } from './fabric/fabric.ts'
import type { Weather } from './fabric/weather.ts'

/** A fault that is in force. */
export interface LabFault {
  readonly fault: string
  readonly type: FaultType
  /** Whom it hits; empty for everybody. */
  readonly peers: readonly PeerName[]
  /** Milliseconds of latency, or the share of messages that is lost. */
  readonly amount?: number
}

/** The faults of a Lab. */
export class Faults {
  readonly #weather: Weather
  readonly #fabric: Fabric
  readonly #tell: Tell
  readonly #inForce = new Map<string, LabFault>()
  #count = 0

  /** @param tell says it in the name of a peer that runs */
  constructor(init: { weather: Weather; fabric: Fabric; tell: Tell }) {
    this.#weather = init.weather
    this.#fabric = init.fabric
    this.#tell = init.tell
  }

  list(): LabFault[] {
    return [...this.#inForce.values()]
  }

  /** Cuts the network in two or more: peers of no side stay together with each other. */
  partition(sides: readonly (readonly PeerName[])[]): LabFault {
    for (const fault of this.list()) if (fault.type === 'partition') this.clear(fault.fault)
    this.#weather.partition(
      new Map(sides.flatMap((side, index) => side.map((peer) => [peer, index + 1] as const))),
    )
    return this.#set('partition', sides.flat())
  }

  /** Adds `ms` milliseconds to every message from and to each of the peers, each way. */
  slow(peers: readonly PeerName[], ms: number): LabFault {
    for (const peer of peers) this.#weather.slow(peer, ms)
    return this.#set('latency', peers, ms)
  }

  /** Loses a share of the messages from and to each of the peers. */
  lose(peers: readonly PeerName[], share: number): LabFault {
    for (const peer of peers) this.#weather.lose(peer, share)
    return this.#set('loss', peers, share)
  }

  /** Makes the peers unreachable, though they run. */
  block(peers: readonly PeerName[]): LabFault {
    for (const peer of peers) this.#weather.block(peer)
    return this.#set('block', peers)
  }

  /** Says that peers have crashed; there is no way back. */
  crashed(peers: readonly PeerName[]): LabFault {
    return this.#set('crash', peers)
  }

  /** Takes a fault back; nothing happens when it is not in force. */
  clear(fault: string): void {
    const set = this.#inForce.get(fault)
    if (set === undefined) return
    this.#inForce.delete(fault)
    switch (set.type) {
      case 'partition':
        this.#weather.heal()
        break
      case 'latency':
        for (const peer of set.peers) this.#weather.slow(peer, 0)
        break
      case 'loss':
        for (const peer of set.peers) this.#weather.lose(peer, 0)
        break
      case 'block':
        for (const peer of set.peers) this.#weather.unblock(peer)
        break
      case 'crash':
        break
    }
    this.#tell({ kind: 'fault.cleared', fault })
  }

  /** Takes back all that can be. */
  clearAll(): void {
    for (const { fault } of this.list()) this.clear(fault)
  }

  #set(type: FaultType, peers: readonly PeerName[], amount?: number): LabFault {
    const fault = { fault: `${type}-${this.#count++}`, type, peers, ...optional(amount) }
    this.#inForce.set(fault.fault, fault)
    this.#tell({ kind: 'fault.set', ...fault, peers: peers.slice(0, MAX_LIST) })
    this.#fabric.breakUnreachable()
    return fault
  }
}

function optional(amount: number | undefined): { amount?: number } {
  return amount === undefined ? {} : { amount }
}
