// Faults in force: sets them on the weather, tells of them, and takes them back.

import type { FaultType } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { Tell } from '../peer/teller.ts'
import { MAX_LIST } from '../event/schema.ts'
import type { Fabric } from './fabric/fabric.ts'
import type { Spell, Weather } from './fabric/weather.ts'

/** A fault that is in force. */
export interface LabFault {
  readonly fault: string
  readonly type: FaultType
  /** Whom it hits; empty for everybody. */
  readonly peers: readonly PeerName[]
  /** Milliseconds of latency, or the share of messages that is lost. */
  readonly amount?: number
  /** It hits the wires between `peers` and no other wire of theirs. */
  readonly between?: true
}

/** Which wires a fault of some peers hits. */
export interface Reach {
  /** Only those between these peers, instead of all that lead to one of them. @default false */
  readonly between?: boolean | undefined
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
  slow(peers: readonly PeerName[], ms: number, reach: Reach = {}): LabFault {
    return this.#set('latency', peers, ms, reach)
  }

  /** Loses a share of the messages from and to each of the peers. */
  lose(peers: readonly PeerName[], share: number, reach: Reach = {}): LabFault {
    return this.#set('loss', peers, share, reach)
  }

  /** Makes the peers unreachable, though they run; or only for each other. */
  block(peers: readonly PeerName[], reach: Reach = {}): LabFault {
    return this.#set('block', peers, undefined, reach)
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
    if (set.type === 'partition') this.#weather.heal()
    this.#changeWeather()
    this.#tell({ kind: 'fault.cleared', fault })
  }

  /** Takes back all that can be. */
  clearAll(): void {
    for (const { fault } of this.list()) this.clear(fault)
  }

  #set(
    type: FaultType,
    peers: readonly PeerName[],
    amount?: number,
    { between = false }: Reach = {},
  ): LabFault {
    const fault = {
      fault: `${type}-${this.#count++}`,
      type,
      peers,
      ...(amount === undefined ? {} : { amount }),
      ...(between ? { between } : {}),
    }
    this.#inForce.set(fault.fault, fault)
    this.#changeWeather()
    this.#tell({ kind: 'fault.set', ...fault, peers: peers.slice(0, MAX_LIST) })
    this.#fabric.breakUnreachable()
    return fault
  }

  /** Faults of the same peers may overlap: what is taken back must leave the others as they are. */
  #changeWeather(): void {
    this.#weather.change(this.list().flatMap((fault) => spellsOf(fault)))
  }
}

/** What a fault does to wires, as far as it is the weather's to do. */
function spellsOf({ type, peers, amount, between }: LabFault): Spell[] {
  const over = {
    peers: new Set(peers),
    reach: between === true ? ('wires between' as const) : ('wires of' as const),
  }
  switch (type) {
    case 'latency':
      return [{ ...over, ms: amount ?? 0 }]
    case 'loss':
      return [{ ...over, loss: amount ?? 0 }]
    case 'block':
      return [{ ...over, closed: true }]
    case 'partition':
    case 'crash':
      return []
  }
}
