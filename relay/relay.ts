// The relay as a whole: page, API and libp2p node on one port, and a DHT node for each room.

import { isIPv6 } from 'node:net'
import { realClock } from '../src/base/clock.ts'
import { createApi } from './api.ts'
import { createCaps } from './caps.ts'
import { pagesForOthers, pageUrls } from './greeting.ts'
import { addressOfHost } from './host-address.ts'
import { startHost, type Host } from './host.ts'
import { listen, type HttpServer, type WebServer } from './http.ts'
import { loadIdentity } from './identity.ts'
import { createInProcess } from './in-process.ts'
import type { RelayOptions } from './options.ts'
import { createPage } from './page.ts'
import { linkRelays, type RelayLinks } from './relay-links.ts'
import { Rooms, type RoomsInit } from './rooms.ts'
import { startSwarm, type Swarm } from './swarm.ts'
import { loadTls } from './tls.ts'
import { version } from '../package.json'

/** What a relay is started with. */
export interface RelayInit {
  options: RelayOptions
  /** The folder with the built page. */
  pageFolder: string
  /** Starts the relay's own DHT node for a room. */
  openRoom: (host: Host, ...args: Parameters<RoomsInit['open']>) => ReturnType<RoomsInit['open']>
  /** Takes sentences for the terminal, such as that another relay was found. @default nothing */
  say?: (sentence: string) => void
}

/** A relay that runs. */
export interface Relay {
  peerId: string
  port: number
  rooms: Rooms
  /** Whether it speaks HTTPS. */
  secure: boolean
  /** Resolves when the nodes of `--peers` run, and rejects when they cannot. */
  swarm: Promise<Swarm>
  /** Ends rooms, wires and server, in at most `CLOSE_MS` milliseconds. */
  close(): Promise<void>
}

/** How long closing may take, in milliseconds; what is not done by then is dropped. */
export const CLOSE_MS = 1500

/**
 * Starts a relay with its default room.
 *
 * @throws ListenError, DataFolderError, DamagedIdentityError, TlsFileError
 */
export async function startRelay(init: RelayInit): Promise<Relay> {
  const { options, openRoom, say = () => undefined } = init
  const { tls: files, publicUrl } = options
  const tls = files === undefined ? undefined : await loadTls(files.certFile, files.keyFile)
  const http = await listen({ ...options, tls }, createPage(init.pageFolder))
  try {
    const caps = createCaps(options.caps, realClock)
    const inProcess = createInProcess()
    const privateKey = await loadIdentity(options.data)
    const host = await startHost({
      web: http,
      listenAddress: listenAddressOf(http, options.host),
      announce: publicUrl === undefined ? [] : [addressOfUrl(publicUrl)],
      privateKey,
      caps,
      inProcess,
      peers: options.peers,
    })
    const rooms = new Rooms({
      limits: options.rules,
      maxRooms: options.maxRooms,
      home: options.room,
      open: (rules) => openRoom(host, rules),
      watch: (protocol, watcher) => host.watchProtocol(protocol, watcher),
    })
    const rules = await rooms.visit(options.room)
    openForNewcomers(host, rooms)
    const links = linkRelays({
      targets: options.join,
      own: host.peerId,
      room: options.room,
      rules: options.rules,
      connect: (addresses, signal) => host.connect(addresses, signal),
      clock: realClock,
      say,
    })
    http.answer(
      createApi({
        peerId: host.peerId,
        version,
        defaultRoom: options.room,
        visit: (room) => rooms.visit(room),
        rooms: () => rooms.list(),
        connections: () => host.connections(),
        reservations: () => host.reservations(),
        caps: () => caps.report(),
        assertRoom: () => caps.assertRoom(),
        secure: http.secure,
        publicUrl,
        pages: () => pagesForOthers(pageUrls({ ...options, port: http.port, secure: http.secure })),
        links: () => links.report(),
      }),
    )
    const swarm = startSwarm({
      count: options.peers,
      rules,
      inProcess,
      relay: {
        privateKey,
        address: addressOfHost(`127.0.0.1:${http.port}`, false, host.peerId),
        gossip: host.gossip,
      },
      join: options.join,
      clock: realClock,
    })
    // Whoever waits for it hears of it.
    swarm.catch(() => undefined)
    return {
      peerId: host.peerId,
      port: http.port,
      rooms,
      secure: http.secure,
      swarm,
      close: () => close({ http, host, rooms, links, swarm }),
    }
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

interface Parts {
  http: HttpServer
  host: Host
  rooms: Rooms
  links: RelayLinks
  swarm: Promise<Swarm>
}

async function close({ http, host, rooms, links, swarm }: Parts): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS)
  })
  links.stop()
  // Nobody comes in from now on; but the server has ended only when its WebSockets have.
  const ended = http.close()
  const orderly = swarm
    .then(
      (running) => running.stop(),
      () => undefined,
    )
    .then(() => rooms.close())
    .then(() => host.stop())
    .then(() => ended)
  await Promise.race([orderly, late]).finally(() => clearTimeout(timer))
}

/** The multiaddr of what the server is bound to, which is an address where a name was given. */
function listenAddressOf({ server, secure }: WebServer, host: string): string {
  const bound = server.address()
  const { address, port } =
    typeof bound === 'object' && bound !== null ? bound : { address: host, port: 0 }
  return `/${isIPv6(address) ? 'ip6' : 'ip4'}/${address}/tcp/${port}${secure ? '/tls' : ''}/ws`
}

/** The multiaddr of a relay behind a reverse proxy, without its peer id. */
function addressOfUrl({ host, protocol }: URL): string {
  return addressOfHost(host, protocol === 'https:', '').replace(/\/p2p\/$/, '')
}
