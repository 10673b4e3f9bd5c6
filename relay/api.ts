// The relay's questions and answers: the settings of a room, and how the relay is.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { describeError, KadscopeError } from '../src/base/errors.ts'
import type { RoomRules, RoomSettings } from '../src/room/settings.ts'
import type { CapsReport } from './caps.ts'
import { addressOfHost, isAskedHere } from './host-address.ts'
import type { LinkReport } from './relay-links.ts'
import type { RoomReport } from './rooms.ts'

/** What the answers are made of. */
export interface ApiInit {
  peerId: string
  version: string
  /** The room of those who name none. */
  defaultRoom: string
  visit: (room: string) => Promise<RoomRules>
  rooms: () => RoomReport[]
  connections: () => number
  reservations: () => number
  caps: () => CapsReport
  /** @throws RelayFullError when nobody else can come in */
  assertRoom: () => void
  /** Whether this server itself speaks HTTPS. */
  secure: boolean
  /** Where the relay is reached through a reverse proxy, whose headers are then believed. */
  publicUrl: URL | undefined
  /** Where other devices open the page, the likeliest first. */
  pages: () => string[]
  /** Other relays that this one is linked with now. */
  links: () => LinkReport[]
}

/** What `/api/health` says. */
export interface Health {
  ok: true
  version: string
  peerId: string
  uptimeSeconds: number
  rooms: RoomReport[]
  connections: number
  reservations: number
  caps: CapsReport
  links: LinkReport[]
  memory: { rssBytes: number; heapBytes: number }
}

/** Nothing is known under that path. */
export class UnknownQuestionError extends KadscopeError {
  override name = 'UnknownQuestionError'
  constructor() {
    super('There is no such question: ask /api/room?room=NAME or /api/health.')
  }
}

/** The status of each named error; any other is the relay's own fault. */
const STATUS: Readonly<Record<string, number>> = {
  InvalidRoomNameError: 400,
  InvalidHostError: 400,
  UnknownQuestionError: 404,
  TooManyRoomsError: 503,
  RelayFullError: 503,
}

/** Answers questions under `/api/`; each answer is JSON, errors are `{ name, message }`. */
export function createApi(
  init: ApiInit,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
  return async (request, response, url) => {
    try {
      send(response, 200, await answer(init, request, url))
    } catch (thrown) {
      const error = describeError(thrown)
      send(response, STATUS[error.name] ?? 500, error)
    }
  }
}

function answer(init: ApiInit, request: IncomingMessage, url: URL): unknown {
  switch (url.pathname) {
    case '/api/room':
      return settingsOf(init, request, url.searchParams.get('room'))
    case '/api/health':
      return healthOf(init)
    default:
      throw new UnknownQuestionError()
  }
}

async function settingsOf(
  init: ApiInit,
  { headers, socket }: IncomingMessage,
  named: string | null,
): Promise<RoomSettings> {
  // The addresses first: a question that gets no answer should open no room.
  const multiaddrs = addressesFor(init, headers)
  init.assertRoom()
  const rules = await init.visit(named === null || named === '' ? init.defaultRoom : named)
  // The address in its bar leads nobody else here.
  const pages = isAskedHere(headers.host, socket.remoteAddress) ? { pages: init.pages() } : {}
  return { ...rules, multiaddrs, ...pages }
}

/** Where the asker can reach this relay: the public address first, then the one that was asked. */
function addressesFor(
  { peerId, secure, publicUrl }: ApiInit,
  headers: IncomingMessage['headers'],
): string[] {
  if (publicUrl === undefined) return [addressOfHost(headers.host, secure, peerId)]
  const announced = addressOfHost(publicUrl.host, publicUrl.protocol === 'https:', peerId)
  const forwarded = headers['x-forwarded-proto'] === 'https'
  try {
    return [...new Set([announced, addressOfHost(headers.host, secure || forwarded, peerId)])]
  } catch {
    // The proxy may ask with whatever Host it likes.
    return [announced]
  }
}

function healthOf(init: ApiInit): Health {
  const { peerId, version, rooms, connections, reservations, caps, links } = init
  const { rss, heapUsed } = process.memoryUsage()
  return {
    ok: true,
    version,
    peerId,
    uptimeSeconds: Math.round(process.uptime()),
    rooms: rooms(),
    connections: connections(),
    reservations: reservations(),
    caps: caps(),
    links: links(),
    memory: { rssBytes: rss, heapBytes: heapUsed },
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // A page that came from another relay may ask too: it names several with ?bootstrap=.
    'access-control-allow-origin': '*',
  })
  response.end(JSON.stringify(body))
}
