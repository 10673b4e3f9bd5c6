// What a command hears of the whole room: the others' envelopes, folded into a World.

import { delay, realClock } from '../../src/base/clock.ts'
import { KadscopeError } from '../../src/base/errors.ts'
import { kadIdOfPeer, isPeerName, type PeerName } from '../../src/kad/kad-id.ts'
import { nickname, shortHex } from '../../src/kad/nickname.ts'
import type { RoomSession } from '../../src/room/join-room.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { Peer, World } from '../../src/world/world.ts'

/** The least time to listen, in milliseconds: everybody greets a newcomer within about a second. */
const LEAST_MS = 1_200

/** Who is silent for so long, in milliseconds, has told all. */
const QUIET_MS = 800

/** The longest time to listen, in milliseconds. */
const MOST_MS = 6_000

const POLL_MS = 50

/** Nobody in the room is called so. */
export class PeerNotFoundError extends KadscopeError {
  override name = 'PeerNotFoundError'
  constructor(text: string) {
    super(`No peer of the room is called "${text}": kadscope peers lists them.`)
  }
}

/** Several peers of the room are called so. */
export class AmbiguousPeerError extends KadscopeError {
  override name = 'AmbiguousPeerError'
  constructor(text: string, peers: readonly Peer[]) {
    const names = peers.map(({ name, kadId }) => `${name} ${shortHex(kadId)}`).join(', ')
    super(`"${text}" could be ${names}: give the four digits too, or the whole peer id.`)
  }
}

/** Listens until the room has told who is in it and what they hold. */
export async function hearRoom(session: RoomSession, signal: AbortSignal): Promise<World> {
  let world = emptyWorld()
  let newsAt = Date.now()
  const startedAt = newsAt
  const stop = session.onEnvelopes((batch) => {
    const known = heardPeers(world)
    world = fold(world, batch)
    if (heardPeers(world) > known) newsAt = Date.now()
  })
  try {
    const isDone = (now: number): boolean =>
      now - startedAt > MOST_MS || (now - startedAt > LEAST_MS && now - newsAt > QUIET_MS)
    while (!isDone(Date.now())) await delay(realClock, POLL_MS, signal)
    return world
  } finally {
    stop()
  }
}

function heardPeers(world: World): number {
  return livePeers(world).filter(({ heard }) => heard).length
}

/** The live peers without the asker itself, in the order of their places in the id space. */
export function othersIn(world: World, own: PeerName): Peer[] {
  return livePeers(world)
    .filter(({ peerId }) => peerId !== own)
    .sort((a, b) => (a.kadId < b.kadId ? -1 : 1))
}

/**
 * The peer that is meant: by its id, its name, or the beginning of its kad id. Only for the latter
 * two the room is listened to.
 *
 * @throws PeerNotFoundError, AmbiguousPeerError
 */
export async function findPeer(
  text: string,
  session: RoomSession,
  signal: AbortSignal,
): Promise<PeerName> {
  if (isPeerName(text)) return text
  const others = othersIn(await hearRoom(session, signal), session.own)
  const found = others.filter((peer) => isCalled(peer.peerId, text))
  const [first, ...more] = found
  if (first === undefined) throw new PeerNotFoundError(text)
  if (more.length > 0) throw new AmbiguousPeerError(text, found)
  return first.peerId
}

/** Whether `text` is a peer's name, its name and digits, or at least four digits of its kad id. */
export function isCalled(peer: PeerName, text: string): boolean {
  const kadId = kadIdOfPeer(peer)
  const wanted = text.trim().toLowerCase()
  const name = nickname(kadId)
  return (
    wanted === name ||
    wanted === `${name} ${shortHex(kadId)}` ||
    wanted === `${name}-${shortHex(kadId)}` ||
    (/^[0-9a-f]{4,64}$/.test(wanted) && kadId.startsWith(wanted))
  )
}
