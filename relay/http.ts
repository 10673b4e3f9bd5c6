// The relay's HTTP server: one port, on which page, API and libp2p's WebSocket are served.

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import { KadscopeError } from '../src/base/errors.ts'
import type { PageHandler } from './page.ts'
import { urlOf } from './request-url.ts'
import type { TlsFiles } from './tls.ts'

/** Answers a question under `/api/`. */
export type ApiHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<void>

/** The port cannot be listened on. */
export class ListenError extends KadscopeError {
  override name = 'ListenError'
  constructor(host: string, port: number, code: string) {
    super(reasonOf(host, port, code))
  }
}

/** A server that speaks HTTP or HTTPS. */
export interface WebServer {
  server: Server | SecureServer
  /** Whether it speaks HTTPS. */
  secure: boolean
}

/** A server that listens, and what ends it. */
export interface HttpServer extends WebServer {
  /** The port that it really has, where 0 was asked for. */
  port: number
  /** Answers questions under `/api/` from now on; until then they are told to try again. */
  answer(api: ApiHandler): void
  /** Stops listening, drops everybody but WebSockets, and resolves when those are closed too. */
  close(): Promise<void>
}

/** Where a server listens, and with what certificate if it speaks HTTPS. */
export interface ListenInit {
  host: string
  port: number
  tls?: TlsFiles | undefined
}

/**
 * Begins to listen.
 *
 * @throws ListenError when the port is taken or the address is not this machine's
 */
export async function listen(
  { host, port, tls }: ListenInit,
  page: PageHandler,
): Promise<HttpServer> {
  let api: ApiHandler | undefined
  const respond: RequestListener = (request, response) => {
    // A client that leaves early is no news.
    response.on('error', () => undefined)
    const url = urlOf(request)
    if (url === undefined) sendText(response, 400, 'That is not an address.')
    else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      sendText(response, 405, 'Only GET and HEAD are answered here.')
    } else if (!url.pathname.startsWith('/api/')) page(request, response)
    else if (api !== undefined) void api(request, response, url)
    else {
      response.setHeader('retry-after', '1')
      sendText(response, 503, 'The relay is starting: try again in a second.')
    }
  }
  const server = tls === undefined ? createServer(respond) : createSecureServer(tls, respond)
  await started(server, host, port)
  const bound = server.address()
  return {
    server,
    secure: tls !== undefined,
    port: bound === null || typeof bound === 'string' ? port : bound.port,
    answer(handler) {
      api = handler
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

function started(server: Server | SecureServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(host, port, error.code ?? error.message)),
    )
    server.listen({ host, port }, () => resolve())
  })
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}

function reasonOf(host: string, port: number, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is already in use: stop what uses it, or choose another with --port.`
    case 'EACCES':
      return `Port ${port} needs more rights than you have: choose one above 1023 with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is not an address of this machine: leave out --host to listen on all of them.`
    default:
      return `The relay cannot listen on ${host}, port ${port} (${code}): try another --host or --port.`
  }
}
