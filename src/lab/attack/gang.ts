// Attackers that work together: what they know of the network, found out by asking it.

import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Envelope } from '../../event/envelope.ts'
import {
  kadIdOfBytes,
  kadIdOfPeer,
  peerNameOfBytes,
  type KadId,
  type PeerName,
} from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { NamedPeer } from '../../peer/messages/message.ts'
import { writeMessage } from '../../peer/messages/write-message.ts'
import { peerIdOf } from '../../peer/peer-ids.ts'
import type { Fabric } from '../fabric/fabric.ts'
import { Attacker, type Answer } from './attacker.ts'
import type { Identity } from './identities.ts'

export interface GangInit {
  readonly fabric: Fabric
  readonly clock: Clock
  readonly random: Random
  readonly protocol: string
  readonly k: number
  /** Whom they ask first, as any newcomer would. */
  readonly bootstraps: readonly PeerName[]
  /** Hears what they tell of themselves. */
  readonly onEnvelope: (envelope: Envelope) => void
}

/** Random keys that each peer is asked about when the network is found out. */
const QUESTIONS = 6

/** Peers that are asked at once. */
const AT_ONCE = 16

/** The attackers of one attack. */
export class Gang {
  readonly #init: GangInit
  readonly #members: Attacker[] = []
  readonly #accomplices: Attacker[] = []
  /** The peers of the network that have been found. */
  readonly victims = new Set<PeerName>()

  constructor(init: GangInit) {
    this.#init = init
  }

  get members(): readonly Attacker[] {
    return this.#members
  }

  /** Those that are only named by others. */
  get accomplices(): readonly Attacker[] {
    return this.#accomplices
  }

  /** Takes an identity into the gang. */
  async recruit(identity: Identity, answer: Answer): Promise<Attacker> {
    const attacker = await this.#make(identity, answer)
    this.#members.push(attacker)
    return attacker
  }

  /** Takes in one that seeks nobody: the others name it. */
  async hide(identity: Identity, answer: Answer): Promise<Attacker> {
    const attacker = await this.#make(identity, answer)
    this.#accomplices.push(attacker)
    return attacker
  }

  /** Finds the peers of the network: asks those that are known for random keys until nobody is new. */
  async explore(): Promise<void> {
    const [scout] = this.#members
    if (scout === undefined) return
    const own = new Set([...this.#members, ...this.#accomplices].map(({ name }) => name))
    let open: PeerName[] = [...this.#init.bootstraps]
    while (open.length > 0) {
      const batch = open.splice(0, AT_ONCE)
      for (const peer of batch) this.victims.add(peer)
      const named = await Promise.all(batch.map((peer) => this.#contactsOf(scout, peer)))
      const found = new Set(named.flat().filter((peer) => !own.has(peer)))
      open = [...new Set([...open, ...found])].filter((peer) => !this.victims.has(peer))
    }
  }

  /** The victims nearest to an id, nearest first. */
  nearest(id: KadId, count: number): PeerName[] {
    return closestTo(id, [...this.victims], count, kadIdOfPeer)
  }

  /** An answer as an honest peer gives it: the k nearest of all that the gang knows, without a record. */
  truth(key: Uint8Array): readonly NamedPeer[] {
    const id = kadIdOfBytes(key)
    const names = [...this.victims, ...this.#members.map(({ name }) => name)]
    return closestTo(id, names, this.#init.k, kadIdOfPeer).map((name) => this.#named(name))
  }

  /** An answer that names nobody but members and accomplices: those nearest to the key. */
  lie(key: Uint8Array): readonly NamedPeer[] {
    const id = kadIdOfBytes(key)
    const all = [...this.#members, ...this.#accomplices]
    const idOf = ({ name }: Attacker): KadId => kadIdOfPeer(name)
    return closestTo(id, all, this.#init.k, idOf).map(({ named }) => named)
  }

  stop(): void {
    for (const attacker of [...this.#members, ...this.#accomplices]) attacker.stop()
  }

  async #make(identity: Identity, answer: Answer): Promise<Attacker> {
    const { fabric, clock, protocol, k } = this.#init
    const attacker = new Attacker({ fabric, clock, protocol, k, identity, answer })
    attacker.teller.onEnvelope(this.#init.onEnvelope)
    await attacker.start()
    return attacker
  }

  /** The contacts of a peer, as far as its answers to a few random questions show them. */
  async #contactsOf(scout: Attacker, peer: PeerName): Promise<PeerName[]> {
    const questions = Array.from({ length: QUESTIONS }, () => this.#init.random.bytes(32))
    const keys = [peerIdOf(peer).toMultihash().bytes, ...questions]
    const answers = await Promise.all(
      keys.map((key) => scout.ask(peer, { type: 'FIND_NODE', key })),
    )
    return answers.flatMap((answer) => answer?.closer ?? []).map(({ id }) => peerNameOfBytes(id))
  }

  #named(name: PeerName): NamedPeer {
    const own = [...this.#members, ...this.#accomplices].find((attacker) => attacker.name === name)
    if (own !== undefined) return own.named
    const id = peerIdOf(name)
    return { id: id.toMultihash().bytes, multiaddrs: [this.#init.fabric.addressOf(name)] }
  }
}

/** Answers FIND_NODE and GET_VALUE with what `closer` names, confirms every copy, and keeps none. */
export function answerWith(closer: (key: Uint8Array) => readonly NamedPeer[]): Answer {
  return ({ type, key, bytes }) => {
    if (type === 'PUT_VALUE') return bytes
    if (type === 'FIND_NODE' || type === 'GET_VALUE') {
      return writeMessage({ type, key, closer: closer(key) })
    }
    return undefined
  }
}
