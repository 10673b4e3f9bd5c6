// Finds a first wire to any peer of the room: its own WebSocket, or a relay between.

import type { Connection, PeerId } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { delay } from '../base/clock.ts'
import { KadscopeError } from '../base/errors.ts'
import { createGrowingLimit } from '../base/growing-limit.ts'
import { createDialPatience } from './dial-patience.ts'
import type { MeshInit } from './mesh-init.ts'
import { createOtherRelays } from './other-relays.ts'
import { dialsFirst } from './wire-choice.ts'

/** No wire to a peer could be had. */
export class PeerUnreachableError extends KadscopeError {
  override name = 'PeerUnreachableError'
  constructor(peer: string) {
    super(`${peer} cannot be reached: it has left, or no relay knows both of you.`)
  }
}

/** The longest that a relayed dial may take on an idle machine, in milliseconds. */
const REACH_MS = 3_000

/** For so long a peer that could not be reached is not dialed again, in milliseconds. */
const UNREACHABLE_MS = 2_000

/** For so long a wire that the other side has begun is waited for, in milliseconds. */
const ARRIVING_MS = 1_500

/** A wire younger than this is not yet known to the other side as done, in milliseconds. */
const YOUNG_MS = 2_000

/** How much of a slower dial before is still counted after one more. */
const MEMORY = 0.8

/** Dials peers; all who want the same one share one attempt. */
export interface Reach {
  /**
   * A first wire to `peer`: dials, and waits as long as wires took of late.
   *
   * @throws PeerUnreachableError, or a `TimeoutError` when it is not waited for any longer
   */
  to(peer: PeerId): Promise<Connection>
  /**
   * Whether a relayed wire that `peer` begins is one too many, because one to it is being
   * made or was just made. In a burst of joins both sides learn of each other at about the
   * same time, and each wire costs both a handshake.
   */
  refuses(peer: PeerId): boolean
  /** A wire to `peer` is open. */
  opened(peer: PeerId): void
  /** How long the latest first wires took, in milliseconds: the slowest counts for some more. */
  tookMs(): number
}

/** A dial under way; `begunAt` is a time of the clock. */
interface Attempt {
  readonly dial: Promise<Connection>
  readonly begunAt: number
}

interface ReachInit extends MeshInit {
  best(peer: PeerId): Connection | undefined
}

/** Makes the dialer of one host. */
export function createReach(init: ReachInit): Reach {
  const { components, clock } = init
  const own = components.peerId.toString()
  const attempts = new Map<string, Attempt>()
  const unreachable = new Map<string, number>()
  /** Until when a wire that the other side has begun is waited for. */
  const arriving = new Map<string, number>()
  const otherRelays = createOtherRelays(init)
  let tookMs = 0
  /** It grows with dials that came to a wire: the other side may be busy where this one is not. */
  const patience = init.patience ?? ((): number => 1)
  const limit = createGrowingLimit(() => REACH_MS * patience())
  const waits = createDialPatience(clock, patience)

  function to(peer: PeerId): Promise<Connection> {
    const name = peer.toString()
    const running = attempts.get(name)
    if (running === undefined && (unreachable.get(name) ?? 0) > clock.now()) {
      return Promise.reject(new PeerUnreachableError(name))
    }
    const { dial, begunAt } = running ?? begin(peer, name)
    return waits.wait(dial, begunAt)
  }

  function begin(peer: PeerId, name: string): Attempt {
    const begunAt = clock.now()
    const dial = init.turns
      .dials(() => reach(peer))
      .finally(() => {
        attempts.delete(name)
        tookMs = Math.max(clock.now() - begunAt, tookMs * MEMORY)
      })
    dial.then(
      () => {
        waits.came(clock.now() - begunAt)
      },
      () => unreachable.set(name, clock.now() + UNREACHABLE_MS),
    )
    const attempt = { dial, begunAt }
    attempts.set(name, attempt)
    return attempt
  }

  /** The other side may have come while this one waited for its turn. */
  function reach(peer: PeerId): Promise<Connection> {
    const existing = init.best(peer)
    return existing === undefined ? dialOrWait(peer) : Promise.resolve(existing)
  }

  /** Dials, and takes a wire that the other side opens meanwhile. */
  function dialOrWait(peer: PeerId): Promise<Connection> {
    const done = new AbortController()
    const begunAt = clock.now()
    return new Promise<Connection>((resolve, reject) => {
      const cancel = clock.after(limit.ms(), () => {
        reject(new PeerUnreachableError(peer.toString()))
      })
      const signal = done.signal
      signal.addEventListener('abort', cancel)
      components.events.addEventListener(
        'connection:open',
        ({ detail }) => {
          if (detail.remotePeer.equals(peer)) resolve(detail)
        },
        { signal },
      )
      dialTwice(peer, signal).then(resolve, reject)
    })
      .then((connection) => {
        limit.took(clock.now() - begunAt)
        return connection
      })
      .finally(() => {
        done.abort()
      })
  }

  /** Whom the other side refuses is sent a wire by it: only if that does not come one dials again. */
  async function dialTwice(peer: PeerId, signal: AbortSignal): Promise<Connection> {
    try {
      return await dial(peer, signal)
    } catch (error) {
      if (!isRefusal(error)) throw error
      await delay(clock, ARRIVING_MS, signal)
      return await dial(peer, signal).catch(() => {
        throw new PeerUnreachableError(peer.toString())
      })
    }
  }

  /** Tries the peer's own WebSocket addresses, then each relay, its own last, until one answers. */
  async function dial(peer: PeerId, signal: AbortSignal): Promise<Connection> {
    const wait = (arriving.get(peer.toString()) ?? 0) - clock.now()
    if (wait > 0) await delay(clock, wait, signal)
    let refusal: Error | undefined
    for (const address of [...(await socketsOf(peer)), ...circuitsTo(peer)]) {
      try {
        return await components.transportManager.dial(address, { signal })
      } catch (error) {
        if (signal.aborted) throw error
        // Another relay may yet reach it: one also says so of a peer that it has lost.
        if (isRefusal(error)) refusal = error
      }
    }
    if (refusal !== undefined) throw refusal
    const connection = await otherRelays.dial(peer, signal)
    if (connection !== undefined) return connection
    throw new PeerUnreachableError(peer.toString())
  }

  async function socketsOf(peer: PeerId): Promise<Multiaddr[]> {
    const known = await components.peerStore.get(peer).catch(() => undefined)
    return (known?.addresses ?? [])
      .map((address) => address.multiaddr)
      .filter((address) => /\/(ws|wss)(\/p2p\/[^/]+)?$/.test(address.toString()))
      .map((address) =>
        address.toString().includes('/p2p/')
          ? address
          : multiaddr(`${address.toString()}/p2p/${peer.toString()}`),
      )
  }

  function circuitsTo(peer: PeerId): Multiaddr[] {
    return init
      .relays()
      .filter((relay) => !relay.toString().endsWith(`/p2p/${peer.toString()}`))
      .map((relay) => multiaddr(`${relay.toString()}/p2p-circuit/p2p/${peer.toString()}`))
  }

  return {
    to,
    refuses(peer) {
      const name = peer.toString()
      const existing = init.best(peer)
      const isYoung = existing !== undefined && Date.now() - existing.timeline.open < YOUNG_MS
      if (isYoung && existing.direction === 'outbound') return true
      if (attempts.has(name) && dialsFirst(own, name)) return true
      arriving.set(name, clock.now() + ARRIVING_MS)
      return false
    },
    opened(peer) {
      unreachable.delete(peer.toString())
      arriving.delete(peer.toString())
    },
    tookMs: () => tookMs,
  }
}

/** Whether a relay reached the peer, and that one would not have the wire. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.message.includes('CONNECTION_FAILED')
}
