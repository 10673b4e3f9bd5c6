// The relay as a whole: page, API and libp2p node on one port, and a DHT node for each room.

import type { Server } from 'node:http'
import { isIPv6 } from 'node:net'
import { createApi } from './api.ts'
import { startHost, type Host } from './host.ts'
import { listen, type HttpServer } from './http.ts'
import { loadIdentity } from './identity.ts'
import type { RelayOptions } from './options.ts'
import { createPage } from './page.ts'
import { Rooms, type RoomsInit } from './rooms.ts'
import { version } from '../package.json'

/** What a relay is started with. */
export interface RelayInit {
  options: RelayOptions
  /** The folder with the built page. */
  pageFolder: string
  /** Starts the relay's own DHT node for a room. */
  openRoom: (host: Host, ...args: Parameters<RoomsInit['open']>) => ReturnType<RoomsInit['open']>
}

/** A relay that runs. */
export interface Relay {
  peerId: string
  port: number
  rooms: Rooms
  /** Ends rooms, wires and server, in at most `CLOSE_MS` milliseconds. */
  close(): Promise<void>
}

/** How long closing may take, in milliseconds; what is not done by then is dropped. */
export const CLOSE_MS = 1500

/**
 * Starts a relay with its default room.
 *
 * @throws ListenError, DataFolderError, DamagedIdentityError
 */
export async function startRelay({ options, pageFolder, openRoom }: RelayInit): Promise<Relay> {
  const http = await listen(options.host, options.port, createPage(pageFolder))
  try {
    const host = await startHost(
      http.server,
      listenAddressOf(http.server, options.host),
      await loadIdentity(options.data),
    )
    const rooms = new Rooms({
      limits: options.rules,
      maxRooms: options.maxRooms,
      home: options.room,
      open: (rules) => openRoom(host, rules),
      watch: (protocol, watcher) => host.watchProtocol(protocol, watcher),
    })
    await rooms.visit(options.room)
    openForNewcomers(host, rooms)
    http.answer(
      createApi({
        peerId: host.peerId,
        version,
        defaultRoom: options.room,
        visit: (room) => rooms.visit(room),
        rooms: () => rooms.list(),
        connections: () => host.connections(),
        reservations: () => host.reservations(),
      }),
    )
    return { peerId: host.peerId, port: http.port, rooms, close: () => close(http, host, rooms) }
  } catch (thrown) {
    await http.close()
    throw thrown
  }
}

/** A tab that comes back after the relay was restarted does not ask for its room again. */
function openForNewcomers(host: Host, rooms: Rooms): void {
  host.onProtocols((protocols) => {
    for (const protocol of protocols) {
      const room = /^\/kadscope\/([a-z0-9-]+)\/kad\/1\.0\.0$/.exec(protocol)?.[1]
      // Too many rooms: this one does without the relay's DHT node, and its peers without trouble.
      if (room !== undefined) rooms.visit(room).catch(() => undefined)
    }
  })
}

async function close(http: HttpServer, host: Host, rooms: Rooms): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS)
  })
  // Nobody comes in from now on; but the server has ended only when its WebSockets have.
  const ended = http.close()
  const orderly = rooms
    .close()
    .then(() => host.stop())
    .then(() => ended)
  await Promise.race([orderly, late]).finally(() => clearTimeout(timer))
}

/** The multiaddr of what the server is bound to, which is an address where a name was given. */
function listenAddressOf(server: Server, host: string): string {
  const bound = server.address()
  const { address, port } =
    typeof bound === 'object' && bound !== null ? bound : { address: host, port: 0 }
  return `/${isIPv6(address) ? 'ip6' : 'ip4'}/${address}/tcp/${port}/ws`
}
