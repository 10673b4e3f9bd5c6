// Keeps dead peers out of the routing table: after a lost wire or a failed message a quick check decides.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import { peerIdFromString } from '@libp2p/peer-id'
import type { Clock } from '../base/clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { KadAdapter } from './kad-adapter.ts'
import type { TableWatch } from './table-watch.ts'
import type { Teller } from './teller.ts'

/** How long a contact without a wire has to answer, in milliseconds. */
const CHECK_MS = 1_000

/**
 * How long one has to answer whose wire is open, in milliseconds: a late answer is a sign of
 * a busy machine rather than of death, and a dead one's wire closes sooner or later.
 */
const PATIENT_CHECK_MS = 5_000

/** How long a wired one has of which others say that it left, in milliseconds. */
const DOUBTED_CHECK_MS = 2_000

export interface HealthInit {
  readonly kad: KadAdapter
  readonly table: TableWatch
  readonly teller: Teller
  readonly clock: Clock
  /** libp2p's events, of which `peer:disconnect` is heard. */
  readonly events: KadDHTComponents['events']
  readonly ping: KadDHTComponents['ping']
  /** Whether a wire to the peer is open. */
  readonly isWired: (peer: PeerName) => boolean
  /** By how much timeouts should be longer now, from 1. */
  readonly patience: () => number
  /** Cuts the wires to a peer that is dead: they would look open for a while yet. */
  readonly cut: (peer: PeerName) => void
}

/** The watch over the contacts. */
export interface Health {
  /** Others say that this peer left: checks it, if it is a contact. */
  doubt(peer: PeerName): void
  stop(): void
}

/**
 * Checks contacts in doubt until it is stopped.
 *
 * kad-dht evicts a dead contact only when a full bucket wants its place, so each lookup
 * would spend its time on peers that left long ago.
 */
export function watchHealth(init: HealthInit): Health {
  const checking = new Map<PeerName, { again: boolean }>()

  const check = (peer: PeerName, reason: string, wiredMs: number): void => {
    if (!init.kad.has(peer)) return
    const running = checking.get(peer)
    if (running !== undefined) {
      // It may have died after the answer to the check that runs.
      running.again = true
      return
    }
    const run = { again: false }
    checking.set(peer, run)
    const ms = (init.isWired(peer) ? wiredMs : CHECK_MS) * init.patience()
    void isAlive(init, peer, ms)
      .then(async (alive) => {
        if (alive) return
        await init.table.remove(peer, reason)
        // Late answers alone are no reason to cut a wire: that was seen to make a busy room worse.
        if (reason === 'left') init.cut(peer)
      })
      .finally(() => {
        checking.delete(peer)
        if (run.again) check(peer, reason, wiredMs)
      })
  }

  const onDisconnect = (event: CustomEvent<{ toString(): string }>): void => {
    check(event.detail.toString() as PeerName, 'disconnected', PATIENT_CHECK_MS)
  }
  init.events.addEventListener('peer:disconnect', onDisconnect)
  const stopListening = init.teller.onEnvelope(({ event }) => {
    // An AbortError is a request that the asker gave up, which says nothing of the asked.
    if (event.kind === 'rpc.failed' && event.error !== 'AbortError') {
      check(event.to, 'unreachable', PATIENT_CHECK_MS)
    }
    // Gone between its answer to the ping and its place in the table: nobody would notice later.
    if (event.kind === 'contact.added' && !init.isWired(event.contact)) {
      check(event.contact, 'disconnected', PATIENT_CHECK_MS)
    }
  })
  return {
    doubt(peer) {
      check(peer, 'left', DOUBTED_CHECK_MS)
    },
    stop() {
      init.events.removeEventListener('peer:disconnect', onDisconnect)
      stopListening()
    },
  }
}

async function isAlive({ clock, ping }: HealthInit, peer: PeerName, ms: number): Promise<boolean> {
  const timeout = new AbortController()
  const cancel = clock.after(ms, () => {
    timeout.abort()
  })
  try {
    await ping.ping(peerIdFromString(peer), { signal: timeout.signal })
    return true
  } catch {
    return false
  } finally {
    cancel()
  }
}
