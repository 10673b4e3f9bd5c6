// The link to one relay: dial, identify, reserve, and all of it again whenever it is lost.

import type { Connection, IdentifyResult, PeerId } from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { delay, type Clock } from '../base/clock.ts'
import { describeError } from '../base/errors.ts'
import { limitedSignal } from '../base/limited-signal.ts'
import type { Stage } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { Tell } from '../peer/teller.ts'
import type { RelayAttempt, RelayStep } from './diagnosis.ts'

/** How long one address may take to answer, in milliseconds. */
const DIAL_MS = 5_000

/** How long the relay may take to say who it is, in milliseconds. */
const IDENTIFY_MS = 5_000

/** The first and the longest pause between attempts, in milliseconds. */
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 5_000

/** How often it is checked that relay and reservation still stand, in milliseconds. */
const WATCH_MS = 5_000

/** How long the relay may take to answer a ping on an idle machine, in milliseconds. */
const PING_MS = 8_000

export interface RelayLinkInit {
  readonly components: Pick<
    KadDHTComponents,
    'connectionManager' | 'events' | 'peerStore' | 'ping'
  > & {
    readonly transportManager: TransportManager
  }
  readonly clock: Clock
  readonly tell: Tell
  /** The relay's addresses, asked for before each attempt, as it may have been restarted. */
  readonly discover: (signal: AbortSignal) => Promise<readonly Multiaddr[]>
  readonly advance: (stage: Stage) => void
  /** Called when other peers should hear of the new address. */
  readonly onReserved: () => void
  /** By how much timeouts should be longer now, from 1. */
  readonly patience: () => number
  /** Where the relay is asked for settings, for the diagnosis. */
  readonly url: string
}

/** A relay that this peer keeps itself connected to. */
export interface RelayLink {
  /** The relay's address while it is connected, ending in `/p2p/<relay>`. */
  address(): Multiaddr | undefined
  relay(): PeerName | undefined
  /** How far the latest attempt came. */
  attempt(): RelayAttempt
  /** Something happened to the network: checks at once what else would be checked in a while. */
  nudge(): void
  stop(): void
}

/** Connects to a relay and stays connected until stopped. */
export function linkRelay(init: RelayLinkInit): RelayLink {
  const { clock, tell } = init
  const { connectionManager, events, peerStore, ping, transportManager } = init.components
  const stopping = new AbortController()
  const signal = stopping.signal
  let linked: { connection: Connection; address: Multiaddr } | undefined
  /** The latest attempt, for what is told when it fails. */
  let latest = { address: '', startedAt: clock.now() }
  let step: RelayStep = 'settings'
  let failure: string | undefined
  let nudged = new AbortController()

  void keepLinked()

  async function keepLinked(): Promise<void> {
    let pause = FIRST_RETRY_MS
    while (!signal.aborted) {
      try {
        await linkOnce(() => {
          pause = FIRST_RETRY_MS
        })
      } catch (error) {
        report(error, pause)
      }
      linked = undefined
      await rest(pause)
      pause = Math.min(pause * 2, LONGEST_RETRY_MS)
    }
  }

  const isStopped = (): boolean => signal.aborted

  /** Waits, or goes on at once when nudged or stopped. */
  async function rest(ms: number, ...others: AbortSignal[]): Promise<void> {
    nudged = new AbortController()
    const awake = AbortSignal.any([signal, nudged.signal, ...others])
    await delay(clock, ms, awake).catch(() => undefined)
  }

  /** One life of the link, until it is lost. */
  async function linkOnce(onLinked: () => void): Promise<void> {
    const { connection, address } = await dialAny()
    const relay = connection.remotePeer.toString() as PeerName
    init.advance('dial')
    step = 'identify'
    linked = { connection, address }
    await identified(connection.remotePeer)
    init.advance('identify')
    step = 'reserve'
    const startedAt = clock.now()
    await transportManager.listen([address.encapsulate('/p2p-circuit')])
    tell({ kind: 'relay.reserved', relay, ms: clock.now() - startedAt })
    init.advance('reserve')
    step = 'linked'
    failure = undefined
    init.onReserved()
    onLinked()
    const reason = await untilLost(connection, relay)
    if (reason !== undefined) tell({ kind: 'relay.lost', relay, reason })
  }

  async function dialAny(): Promise<{ connection: Connection; address: Multiaddr }> {
    latest = { address: latest.address, startedAt: clock.now() }
    step = 'settings'
    const addresses = await init.discover(signal)
    step = 'dial'
    let refusal: unknown
    for (const address of addresses) {
      latest = { address: address.toString(), startedAt: clock.now() }
      try {
        const timeout = AbortSignal.any([signal, AbortSignal.timeout(DIAL_MS)])
        const connection = await connectionManager.openConnection(address, { signal: timeout })
        const ms = clock.now() - latest.startedAt
        tell({ kind: 'relay.dialed', address: latest.address, ok: true, ms })
        return { connection, address }
      } catch (error) {
        refusal = error
      }
    }
    throw refusal
  }

  function report(thrown: unknown, retryMs: number): void {
    if (signal.aborted) return
    const { name, message } = describeError(thrown)
    const error = `${name}: ${message}`.slice(0, 300)
    failure = error
    const ms = clock.now() - latest.startedAt
    tell({ kind: 'relay.dialed', address: latest.address, ok: false, ms, error, retryMs })
  }

  /** Resolves when the relay has said what it speaks: reservations need to know. */
  async function identified(relay: PeerId): Promise<void> {
    const known = await peerStore.get(relay).catch(() => undefined)
    if (known !== undefined && known.protocols.length > 0) return
    await new Promise<void>((resolve, reject) => {
      const onIdentify = ({ detail }: CustomEvent<IdentifyResult>): void => {
        if (detail.peerId.equals(relay)) end(resolve)
      }
      const cancel = clock.after(IDENTIFY_MS, () => {
        end(() => {
          reject(new DOMException('The relay did not identify itself.', 'TimeoutError'))
        })
      })
      const end = (then: () => void): void => {
        cancel()
        events.removeEventListener('peer:identify', onIdentify)
        then()
      }
      events.addEventListener('peer:identify', onIdentify)
    })
  }

  /** Resolves when the connection has closed or died, or the reservation has lapsed. */
  async function untilLost(connection: Connection, relay: PeerName): Promise<string | undefined> {
    while (!signal.aborted) {
      const closed = new AbortController()
      const onClose = ({ detail }: CustomEvent<Connection>): void => {
        if (detail.id === connection.id) closed.abort()
      }
      events.addEventListener('connection:close', onClose)
      await rest(WATCH_MS, closed.signal)
      events.removeEventListener('connection:close', onClose)
      if (isStopped()) return undefined
      if (connection.status !== 'open') return 'connection closed'
      if (!(await answers(connection))) {
        // A machine that slept finds its socket open and nobody at the other end.
        connection.abort(new DOMException('The relay does not answer.', 'TimeoutError'))
        return 'no answer'
      }
      const reserved = transportManager
        .getAddrs()
        .some((address) => address.toString().includes(`/p2p/${relay}/p2p-circuit`))
      if (!reserved) return 'reservation lapsed'
    }
    return undefined
  }

  /** Whether the relay answers a ping; one chance more, as a busy machine is late. */
  async function answers({ remotePeer }: Connection): Promise<boolean> {
    for (let chance = 0; chance < 2; chance++) {
      const limit = limitedSignal(clock, PING_MS * init.patience(), signal)
      try {
        await ping.ping(remotePeer, { signal: limit.signal })
        return true
      } catch {
        if (signal.aborted) return true
      } finally {
        limit.clear()
      }
    }
    return false
  }

  return {
    address: () => (linked?.connection.status === 'open' ? linked.address : undefined),
    attempt: () => ({
      url: init.url,
      address: latest.address === '' ? undefined : latest.address,
      step,
      error: failure,
    }),
    nudge() {
      nudged.abort()
    },
    relay: () => linked?.connection.remotePeer.toString() as PeerName | undefined,
    stop() {
      stopping.abort(new Error('stopped'))
    },
  }
}

/** Parses a relay's address; undefined when it is none. */
export function parseAddress(text: string): Multiaddr | undefined {
  try {
    return multiaddr(text)
  } catch {
    return undefined
  }
}
