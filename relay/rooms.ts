// The rooms of a relay: each a DHT of its own, made when first visited, ended when long deserted.

import { realClock, type Cancel, type Clock } from '../src/base/clock.ts'
import { KadscopeError } from '../src/base/errors.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { assertRoomName, protocolOfRoom, type RoomRules } from '../src/room/settings.ts'
import type { ProtocolWatcher } from './host.ts'
import type { RoomLimits } from './options.ts'

/** What rooms are made with. */
export interface RoomsInit {
  /** The rules of every room. */
  limits: RoomLimits
  maxRooms: number
  /** The room that is always there. */
  home: string
  /** Starts the relay's own DHT node for a room. */
  open: (rules: RoomRules) => Promise<DhtPeer>
  /** Tells who speaks a room's protocol; returns what ends that. */
  watch: (protocol: string, watcher: ProtocolWatcher) => Promise<() => void>
  /** How long a room lives on without anybody in it, in milliseconds. @default 5 minutes */
  desertedMs?: number
  clock?: Clock
}

/** A room as the health report shows it. */
export interface RoomReport {
  room: string
  /** Peers in it that are connected to this relay, the relay itself left out. */
  peers: number
}

/** The relay has as many rooms as it may. */
export class TooManyRoomsError extends KadscopeError {
  override name = 'TooManyRoomsError'
  constructor(maxRooms: number) {
    super(
      `This relay has its ${maxRooms} rooms already: join one of them, wait until one is deserted, or start the relay with a greater --max-rooms.`,
    )
  }
}

const DESERTED_MS = 5 * 60 * 1000

interface Room {
  readonly rules: RoomRules
  readonly peers: Set<PeerName>
  /** Resolves once its DHT node runs. */
  readonly opened: Promise<() => Promise<void>>
  cancelEnd: Cancel
}

/** Opens and ends rooms; two of them never share anything but the relay's wires. */
export class Rooms {
  readonly #init: Required<RoomsInit>
  readonly #rooms = new Map<string, Room>()
  /** Rooms that are being taken down: one of that name has to wait until its protocol is free. */
  readonly #ending = new Map<string, Promise<void>>()
  #closed = false

  constructor(init: RoomsInit) {
    this.#init = { desertedMs: DESERTED_MS, clock: realClock, ...init }
  }

  /**
   * Opens the room unless it is there, and puts its end off.
   *
   * @throws InvalidRoomNameError, TooManyRoomsError
   */
  async visit(name: string): Promise<RoomRules> {
    assertRoomName(name)
    await this.#ending.get(name)
    const room = this.#rooms.get(name) ?? this.#add(name)
    await room.opened
    this.#putOff(name, room)
    return room.rules
  }

  /** All rooms that are open, in the order in which they were opened. */
  list(): RoomReport[] {
    return [...this.#rooms].map(([room, { peers }]) => ({ room, peers: peers.size }))
  }

  /** Ends all rooms and opens no more. */
  async close(): Promise<void> {
    this.#closed = true
    for (const name of [...this.#rooms.keys()]) this.#end(name)
    await Promise.all(this.#ending.values())
  }

  #add(name: string): Room {
    const { limits, maxRooms } = this.#init
    if (this.#closed || this.#rooms.size + this.#ending.size >= maxRooms) {
      throw new TooManyRoomsError(maxRooms)
    }
    const rules: RoomRules = { room: name, protocol: protocolOfRoom(name), ...limits }
    const peers = new Set<PeerName>()
    const room: Room = {
      rules,
      peers,
      opened: this.#open(rules, peers),
      cancelEnd: () => undefined,
    }
    this.#rooms.set(name, room)
    room.opened.catch(() => {
      if (this.#rooms.get(name) === room) this.#rooms.delete(name)
    })
    return room
  }

  /** Starts a room's DHT node and its attendance list; resolves to what takes both down. */
  async #open(rules: RoomRules, peers: Set<PeerName>): Promise<() => Promise<void>> {
    const dht = await this.#init.open(rules)
    const stopWatching = await this.#init.watch(rules.protocol, {
      joined: (peer) => peers.add(peer),
      left: (peer) => {
        peers.delete(peer)
        const room = this.#rooms.get(rules.room)
        if (room?.peers === peers) this.#putOff(rules.room, room)
      },
    })
    return () => {
      stopWatching()
      return dht.stop()
    }
  }

  #putOff(name: string, room: Room): void {
    const { clock, desertedMs, home } = this.#init
    room.cancelEnd()
    if (name === home || this.#rooms.get(name) !== room) return
    room.cancelEnd = clock.after(desertedMs, () => {
      if (room.peers.size > 0) this.#putOff(name, room)
      else this.#end(name)
    })
  }

  #end(name: string): void {
    const room = this.#rooms.get(name)
    if (room === undefined) return
    this.#rooms.delete(name)
    room.cancelEnd()
    const ending = room.opened
      .then(
        (stop) => stop(),
        // It never came up, and whoever visited it has been told so.
        () => undefined,
      )
      .finally(() => this.#ending.delete(name))
    this.#ending.set(name, ending)
  }
}
