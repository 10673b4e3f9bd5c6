// Keeps dead peers out of the routing table: after a lost wire or a failed message a quick check decides.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../base/clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { DeadPeerError } from './errors.ts'
import type { KadAdapter } from './kad-adapter.ts'
import { peerIdOf } from './peer-ids.ts'
import type { TableWatch } from './table-watch.ts'
import type { Teller } from './teller.ts'

/** How long a contact without a wire has to answer, in milliseconds. */
const CHECK_MS = 1_000

/**
 * How long one has to answer whose wire is open, in milliseconds: a late answer is a sign of
 * a busy machine rather than of death, and a dead one's wire closes sooner or later.
 */
const PATIENT_CHECK_MS = 5_000

/**
 * How long a wired one has of which others say that it left, in milliseconds, before it is
 * out of the table. Not more on a busy machine: who is wrongly out comes back with its answer.
 */
const DOUBTED_CHECK_MS = 1_000

/** A wire whose peer may be dead. */
export interface CheckedWire {
  abort(reason: Error): void
}

export interface HealthInit {
  readonly kad: Pick<KadAdapter, 'has' | 'offer' | 'wasLate'>
  readonly table: Pick<TableWatch, 'remove'>
  readonly teller: Pick<Teller, 'on'>
  readonly clock: Clock
  /** libp2p's events, of which `peer:disconnect` is heard. */
  readonly events: Pick<KadDHTComponents['events'], 'addEventListener' | 'removeEventListener'>
  readonly ping: KadDHTComponents['ping']
  /** Whether a wire to the peer is open, and the peer has said that it belongs to the DHT. */
  readonly isWired: (peer: PeerName) => boolean
  /** By how much timeouts should be longer now, from 1. */
  readonly patience: () => number
  /** The wires to a peer that are open now. */
  readonly wiresTo: (peer: PeerName) => readonly CheckedWire[]
}

/** The watch over the contacts. */
export interface Health {
  /** Others say that this peer left: checks it, if it is a contact. */
  doubt(peer: PeerName): void
  /** Whether it is being checked for that: it may answer yet, but is not to be waited for. */
  isDoubted(peer: PeerName): boolean
  stop(): void
}

/**
 * Checks contacts in doubt until it is stopped.
 *
 * kad-dht evicts a dead contact only when a full bucket wants its place, so each lookup
 * would spend its time on peers that left long ago.
 */
export function watchHealth(init: HealthInit): Health {
  // A patient check that runs already must not hold up one that others' word has hastened.
  const doubts = new Map<PeerName, Run>()
  const checks = new Map<PeerName, Run>()

  const check = (peer: PeerName, reason: Reason): void => {
    if (!init.kad.has(peer)) return
    const running = reason === 'left' ? doubts : checks
    const known = running.get(peer)
    if (known !== undefined) {
      // It may have died after the answer to the check that runs.
      known.again = true
      return
    }
    const run = { again: false }
    running.set(peer, run)
    const checked = reason === 'left' ? checkDoubted(init, peer) : checkContact(init, peer, reason)
    void checked.finally(() => {
      running.delete(peer)
      if (run.again) check(peer, reason)
    })
  }

  const onDisconnect = (event: CustomEvent<{ toString(): string }>): void => {
    check(event.detail.toString() as PeerName, 'disconnected')
  }
  init.events.addEventListener('peer:disconnect', onDisconnect)
  const stopFailed = init.teller.on('rpc.failed', ({ to, error }) => {
    // An AbortError is a request that the asker gave up, which says nothing of the asked.
    if (error !== 'AbortError') check(to, 'unreachable')
  })
  const stopAdded = init.teller.on('contact.added', ({ contact }) => {
    // Gone between its answer to the ping and its place in the table: nobody would notice later.
    if (!init.isWired(contact)) check(contact, 'disconnected')
  })
  return {
    doubt(peer) {
      check(peer, 'left')
    },
    isDoubted: (peer) => doubts.has(peer),
    stop() {
      init.events.removeEventListener('peer:disconnect', onDisconnect)
      stopFailed()
      stopAdded()
    },
  }
}

/** Why a contact goes: as it is told in `contact.removed`. */
type Reason = 'disconnected' | 'unreachable' | 'left'

/** A check that is under way, and whether it is asked for once more. */
interface Run {
  again: boolean
}

async function checkContact(init: HealthInit, peer: PeerName, reason: Reason): Promise<void> {
  const ms = init.isWired(peer) ? PATIENT_CHECK_MS : CHECK_MS
  const askedAt = init.clock.now()
  if (!(await isAlive(init, peer, ms * init.patience()))) await init.table.remove(peer, reason)
  else if (reason === 'unreachable') init.kad.wasLate(peer, init.clock.now() - askedAt)
}

/**
 * A contact that others say has left: soon out of the table, and its wires, which would look open for
 * a while yet, are cut when it stays silent. Whoever has made a new one since is back, as a page that
 * was reloaded: it is checked by that, and loses the old ones only.
 */
async function checkDoubted(init: HealthInit, peer: PeerName): Promise<void> {
  // libp2p hands out the list that it changes.
  const wires = [...init.wiresTo(peer)]
  const isBack = (): boolean => init.wiresTo(peer).some((wire) => !wires.includes(wire))
  const cut = (): void => {
    for (const wire of wires) wire.abort(new DeadPeerError(peer))
  }
  const answers = isAlive(init, peer, PATIENT_CHECK_MS * init.patience())
  if (await within(init.clock, DOUBTED_CHECK_MS, answers)) return
  if (isBack()) {
    cut()
    return checkDoubted(init, peer)
  }
  await init.table.remove(peer, 'left')
  if (await answers) init.kad.offer(peer)
  else cut()
}

/** Whether `answers` becomes true before so many milliseconds are over. */
function within(clock: Clock, ms: number, answers: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => {
      resolve(false)
    })
    void answers.then((alive) => {
      cancel()
      resolve(alive)
    })
  })
}

async function isAlive({ clock, ping }: HealthInit, peer: PeerName, ms: number): Promise<boolean> {
  const timeout = new AbortController()
  const cancel = clock.after(ms, () => {
    timeout.abort()
  })
  try {
    await ping.ping(peerIdOf(peer), { signal: timeout.signal })
    return true
  } catch {
    return false
  } finally {
    cancel()
  }
}
