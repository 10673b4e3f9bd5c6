// More real peers in the same tab, each with an identity, wires and a table of its own.

import { KadscopeError } from '../../src/base/errors.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import type { DhtPeer } from '../../src/peer/dht-peer.ts'
import { joinRoom, type JoinRoomInit, type RoomSession } from '../../src/room/join-room.ts'
import { newIdentity } from '../../src/room/new-identity.ts'

/** The most peers that a tab has beside its own: each costs it memory, and Chrome counts WebRTC. */
export const MOST_EXTRA_PEERS = 8

/** A tab has as many peers as it may. */
export class TooManyPeersError extends KadscopeError {
  override name = 'TooManyPeersError'
  constructor() {
    super(
      `A tab has at most ${MOST_EXTRA_PEERS} further peers: open another tab, or start the relay with --peers.`,
    )
  }
}

/** The further peers of a tab. */
export class ExtraPeers {
  readonly #init: Omit<JoinRoomInit, 'privateKey'>
  readonly #hear: (envelopes: readonly Envelope[]) => void
  readonly #sessions: RoomSession[] = []
  #starting = 0

  /**
   * @param init how the tab's own peer joined
   * @param hear gets what they tell, as it happens
   */
  constructor(
    init: Omit<JoinRoomInit, 'privateKey'>,
    hear: (envelopes: readonly Envelope[]) => void,
  ) {
    this.#init = init
    this.#hear = hear
  }

  get peers(): readonly DhtPeer[] {
    return this.#sessions.map(({ peer }) => peer)
  }

  /**
   * Starts one more; resolves when it runs, which is before it is ready.
   *
   * @throws TooManyPeersError
   */
  async add(): Promise<DhtPeer> {
    if (this.#sessions.length + this.#starting >= MOST_EXTRA_PEERS) throw new TooManyPeersError()
    this.#starting++
    try {
      const session = await joinRoom({
        ...this.#init,
        privateKey: await newIdentity(),
        // The tab hears the room already.
        hears: 'never',
      })
      session.peer.onEnvelope((envelope) => {
        this.#hear([envelope])
      })
      this.#sessions.push(session)
      return session.peer
    } finally {
      this.#starting--
    }
  }

  /** Lets the newest go; nothing happens when there is none. */
  async removeOne(): Promise<void> {
    await this.#sessions.pop()?.stop()
  }

  async stop(): Promise<void> {
    await Promise.all(this.#sessions.splice(0).map((session) => session.stop()))
  }
}
