// A short-lived peer for one command: joins the room as a client, does its work, and leaves politely.

import { generateKeyPair } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { realClock, type Cancel } from '../../src/base/clock.ts'
import { KadscopeError } from '../../src/base/errors.ts'
import { watchLateness } from '../../src/base/lateness.ts'
import type { Mode } from '../../src/event/schema.ts'
import { RelayRefusedError, RelayUnreachableError } from '../../src/room/find-room.ts'
import { joinRoom, type RoomSession } from '../../src/room/join-room.ts'
import { startNodeHost } from '../node-host.ts'
import { untilJoined } from '../until-joined.ts'
import type { RoomOptions } from './command.ts'
import type { Terminal } from './terminal.ts'

/** The peer did not come into the room's DHT. */
export class NotJoinedError extends KadscopeError {
  override name = 'NotJoinedError'
  constructor(reason: string | undefined) {
    super(
      reason ??
        'The room answered, but no peer of it did: try again, or look at the log of its relay.',
    )
  }
}

/** How the peer of a command differs from the usual. */
export interface PeerInit {
  /** @default client */
  readonly mode?: Mode
  /** Whether it hears what the others tell. @default false */
  readonly hears?: boolean
  /** Who it is. @default somebody new */
  readonly privateKey?: PrivateKey
}

/** How long joining may take, in milliseconds on an idle machine. */
const JOIN_MS = 15_000

/** How long leaving may take, in milliseconds; what is not done by then is dropped. */
const LEAVE_MS = 1_000

/**
 * Joins, runs `work`, and leaves, whatever becomes of it.
 *
 * @throws RelayUnreachableError, RelayRefusedError, NotJoinedError
 */
export async function withPeer<Result>(
  options: RoomOptions,
  terminal: Terminal,
  work: (session: RoomSession) => Promise<Result>,
  init: PeerInit = {},
): Promise<Result> {
  terminal.progress('Joining the room …')
  const session = await enter(options, terminal, init)
  try {
    await enterDht(session, terminal)
    terminal.progress()
    return await work(session)
  } finally {
    terminal.progress()
    await Promise.race([session.stop(), new Promise((resolve) => setTimeout(resolve, LEAVE_MS))])
  }
}

/** A tab waits for a relay as long as it takes; a command says at once that there is none. */
async function enter(
  { relay, room }: RoomOptions,
  terminal: Terminal,
  { mode = 'client', hears = false, privateKey }: PeerInit,
): Promise<RoomSession> {
  const giveUp = new AbortController()
  return joinRoom({
    privateKey: privateKey ?? (await generateKeyPair('Ed25519')),
    startHost: startNodeHost,
    agent: 'node',
    mode,
    hears: hears ? 'at once' : 'never',
    bootstraps: relay,
    room,
    signal: AbortSignal.any([giveUp.signal, terminal.signal]),
    onWaiting({ error }) {
      const url = relay.map((one) => one.url).join(', ')
      giveUp.abort(
        error.name === 'RelayRefusedError'
          ? new RelayRefusedError(error.message)
          : new RelayUnreachableError(url),
      )
    },
  })
}

async function enterDht({ peer, diagnose }: RoomSession, terminal: Terminal): Promise<void> {
  const lateness = watchLateness(realClock)
  const startedAt = realClock.now()
  const tooLong = new AbortController()
  let cancel: Cancel = () => undefined
  // A machine that is busy gets more time, see base/lateness.ts: how busy is seen only meanwhile.
  const check = (): void => {
    const left = startedAt + JOIN_MS * lateness.patience() - realClock.now()
    if (left > 0) cancel = realClock.after(left, check)
    else tooLong.abort()
  }
  check()
  try {
    await untilJoined(peer, AbortSignal.any([tooLong.signal, terminal.signal]))
  } catch {
    const trouble = diagnose().findings.find(({ state }) => state === 'failed')
    throw new NotJoinedError(trouble?.sentence)
  } finally {
    cancel()
    lateness.stop()
  }
}
