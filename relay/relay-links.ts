// Links this relay with others (`--join`): rooms of the same name are then one DHT.

import type { Connection } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { delay, type Clock } from '../src/base/clock.ts'
import { describeError, KadscopeError } from '../src/base/errors.ts'
import {
  addressesOf,
  fetchSettings,
  RelayUnreachableError,
  type Bootstrap,
} from '../src/room/find-room.ts'
import type { RoomSettings } from '../src/room/settings.ts'
import type { RoomLimits } from './options.ts'

/** The first and the longest pause between attempts, in milliseconds. */
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 5_000

/** How long a dial may take, in milliseconds. */
const DIAL_MS = 10_000

/** A link as the health report shows it. */
export interface LinkReport {
  /** The other relay's web address. */
  relay: string
  linked: boolean
}

/** The links of one relay. */
export interface RelayLinks {
  report(): LinkReport[]
  stop(): void
}

/** What links are made with. */
export interface RelayLinksInit {
  targets: readonly Bootstrap[]
  /** The own peer id. */
  own: string
  /** The room that is asked for; the others follow, as relays tell each other what they speak. */
  room: string
  rules: RoomLimits
  connect: (addresses: readonly Multiaddr[], signal: AbortSignal) => Promise<Connection>
  clock: Clock
  /** Takes a sentence for the terminal when a link comes up, goes down or cannot be had. */
  say: (sentence: string) => void
}

/** The other relay's rooms work in another way, and one DHT has one set of rules. */
export class OtherRulesError extends KadscopeError {
  override name = 'OtherRulesError'
  constructor(rules: readonly string[]) {
    super(`Its rooms have other rules (${rules.join(', ')}): start both relays with the same.`)
  }
}

/** Connects to other relays and stays connected until stopped. */
export function linkRelays(init: RelayLinksInit): RelayLinks {
  const stopping = new AbortController()
  const linked = new Set<Bootstrap>()

  const isStopped = (): boolean => stopping.signal.aborted

  async function keepLinked(target: Bootstrap): Promise<void> {
    let pause = FIRST_RETRY_MS
    let told = ''
    while (!isStopped()) {
      try {
        const connection = await linkOnce(init, target, stopping.signal)
        if (connection === undefined) return
        linked.add(target)
        pause = FIRST_RETRY_MS
        told = ''
        init.say(`Linked with the relay at ${target.url}.`)
        await untilClosed(connection, stopping.signal)
        linked.delete(target)
        if (!isStopped())
          init.say(`The relay at ${target.url} is gone: looking for it until it is back.`)
      } catch (thrown) {
        const { message } = describeError(thrown)
        // Once for each reason, and not every five seconds.
        if (message !== told && !isStopped())
          init.say(`No link with the relay at ${target.url} yet. ${message}`)
        told = message
      }
      await delay(init.clock, pause, stopping.signal).catch(() => undefined)
      pause = Math.min(pause * 2, LONGEST_RETRY_MS)
    }
  }

  for (const target of init.targets) void keepLinked(target)

  return {
    report: () => init.targets.map((target) => ({ relay: target.url, linked: linked.has(target) })),
    stop: () => stopping.abort(),
  }
}

/** One attempt; undefined when the target is this relay itself. */
async function linkOnce(
  { own, room, rules, connect, say }: RelayLinksInit,
  target: Bootstrap,
  signal: AbortSignal,
): Promise<Connection | undefined> {
  const settings = await settingsOf(target, room, signal)
  if (settings !== undefined) assertSameRules(rules, settings)
  const addresses =
    settings === undefined ? (target.multiaddrs ?? []) : addressesOf(target, settings)
  if (addresses.some((address) => address.toString().endsWith(`/p2p/${own}`))) {
    say(`${target.url} is this relay itself: leave it out of --join.`)
    return undefined
  }
  return connect(addresses, AbortSignal.any([signal, AbortSignal.timeout(DIAL_MS)]))
}

/** The other relay's settings; undefined when only its multiaddr may be reachable. */
async function settingsOf(
  target: Bootstrap,
  room: string,
  signal: AbortSignal,
): Promise<RoomSettings | undefined> {
  try {
    return await fetchSettings(target, room, signal)
  } catch (thrown) {
    if (thrown instanceof RelayUnreachableError && target.multiaddrs !== undefined) return undefined
    throw thrown
  }
}

/** @throws OtherRulesError */
function assertSameRules(own: RoomLimits, theirs: RoomSettings): void {
  const names = Object.keys(own) as (keyof RoomLimits)[]
  const others = names.filter((name) => own[name] !== theirs[name])
  if (others.length === 0) return
  throw new OtherRulesError(
    others.map((name) => `${name} ${theirs[name]} there, ${own[name]} here`),
  )
}

function untilClosed(connection: Connection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    connection.addEventListener('close', () => resolve(), { once: true })
    signal.addEventListener('abort', () => resolve(), { once: true })
    if (connection.status !== 'open') resolve()
  })
}
