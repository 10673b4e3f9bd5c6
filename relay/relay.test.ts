// A real relay on a loopback port: page, API, and a plain libp2p node that joins over WebSocket.

import './node-polyfills.ts'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Envelope } from '../src/event/envelope.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { CLASS_RULES, roomSettingsSchema, type RoomSettings } from '../src/room/settings.ts'
import type { Health } from './api.ts'
import { ListenError } from './http.ts'
import { openRoom } from './open-room.ts'
import { describeRelay, relayOptionsOf, type RelayOptions } from './options.ts'
import { CLOSE_MS, startRelay, type Relay } from './relay.ts'

let folder: string
let relay: Relay
const heard: Envelope[] = []
const own = new Map<string, DhtPeer>()
const nodes: Libp2p[] = []

function start(changes: Partial<RelayOptions> = {}, pageFolder = 'web'): Promise<Relay> {
  const defaults = relayOptionsOf(describeRelay().parse([], { from: 'user' }))
  return startRelay({
    options: {
      ...defaults,
      ...{ port: 0, host: '127.0.0.1', maxRooms: 3, data: join(folder, 'data'), ...changes },
    },
    pageFolder: join(folder, pageFolder),
    async openRoom(host, rules) {
      const peer = await openRoom(host, rules, (envelope) => heard.push(envelope))
      own.set(`${host.peerId} ${rules.room}`, peer)
      return peer
    },
  })
}

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${relay.port}${path}`, { headers })
}

/** What `fetch` does not let one say: a Host header of one's own. */
function askAs(host: string, path: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: relay.port, path, headers: { host } }
    const asking = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }),
      )
    })
    asking.on('error', reject)
    asking.end()
  })
}

async function settingsOf(room: string): Promise<RoomSettings> {
  return v.parse(roomSettingsSchema, await (await ask(`/api/room?room=${room}`)).json())
}

async function health(): Promise<Health> {
  return (await (await ask('/api/health')).json()) as Health
}

/** A plain node with a reservation, and a DHT when a protocol is given. */
async function joinWith(address: string, protocol?: string): Promise<Libp2p> {
  const node = await createLibp2p({
    addresses: { listen: [`${address}/p2p-circuit`] },
    transports: [webSockets(), circuitRelayTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
    services: {
      identify: identify(),
      ping: ping(),
      ...(protocol === undefined
        ? {}
        : {
            dht: kadDHT({
              protocol,
              clientMode: false,
              peerInfoMapper: passthroughMapper,
              validators: { u: () => Promise.resolve() },
              selectors: { u: () => 0 },
            }),
          }),
    },
  })
  nodes.push(node)
  return node
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kadscope-relay-'))
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'web', 'index.html'), '<h1>Kadscope</h1>')
  writeFileSync(join(folder, 'web', 'assets', 'index-abc.js'), 'export {}')
  relay = await start()
})
afterEach(async () => {
  await Promise.all(
    nodes.splice(0).map(async (node) => {
      await node.stop()
    }),
  )
})
afterAll(async () => {
  await relay.close()
  rmSync(folder, { recursive: true })
})

describe('the page', () => {
  test.each(['/', '/?room=blue', '/some/view'])('%s is the page, never kept', async (path) => {
    const response = await ask(path)
    expect(await response.text()).toBe('<h1>Kadscope</h1>')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('assets are kept for good', async () => {
    const response = await ask('/assets/index-abc.js')
    expect(await response.text()).toBe('export {}')
    expect(response.headers.get('cache-control')).toContain('immutable')
  })

  test('a file that is not there is not found', async () => {
    expect((await ask('/assets/index-old.js')).status).toBe(404)
  })

  test.each(['bytes=5-3', 'bytes=9999-', 'nonsense'])(
    'a range of %s does no harm',
    async (range) => {
      expect((await ask('/', { range })).status).toBe(200)
    },
  )

  test('nothing but GET and HEAD is taken', async () => {
    const response = await fetch(`http://127.0.0.1:${relay.port}/`, { method: 'POST' })
    expect(response.status).toBe(405)
  })

  test('without a build it says what to do', async () => {
    const other = await start({}, 'nothing')
    const response = await fetch(`http://127.0.0.1:${other.port}/`)
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('npm run build')
    await other.close()
  })
})

describe('the API', () => {
  test('room settings have the address that was asked', async () => {
    const { status, body } = await askAs('classroom.test:8080', '/api/room')
    expect(status).toBe(200)
    expect(v.parse(roomSettingsSchema, body)).toEqual({
      room: 'main',
      protocol: '/kadscope/main/kad/1.0.0',
      multiaddrs: [`/dns4/classroom.test/tcp/8080/ws/p2p/${relay.peerId}`],
      ...CLASS_RULES,
    })
  })

  test.each([
    ['/api/room?room=No!', '127.0.0.1', 400, 'InvalidRoomNameError'],
    ['/api/room', 'a b', 400, 'InvalidHostError'],
    ['/api/rooms', '127.0.0.1', 404, 'UnknownQuestionError'],
  ])('%s asked at %s is a %i', async (path, host, status, name) => {
    const answer = await askAs(host, path)
    expect(answer).toMatchObject({ status, body: { name } })
  })

  test('a room too many is refused by name', async () => {
    const small = await start({ maxRooms: 1, data: join(folder, 'small') })
    const response = await fetch(`http://127.0.0.1:${small.port}/api/room?room=other`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ name: 'TooManyRoomsError' })
    await small.close()
  })

  test('health has the figures', async () => {
    expect(await health()).toMatchObject({ ok: true, peerId: relay.peerId, connections: 0 })
  })
})

describe('libp2p on the same port', () => {
  test('a node reserves, is counted, and is forgotten at once when it leaves', async () => {
    const [address = ''] = (await settingsOf('main')).multiaddrs
    const node = await joinWith(address)
    await vi.waitFor(async () =>
      expect(await health()).toMatchObject({ connections: 1, reservations: 1 }),
    )
    expect(node.getMultiaddrs().map(String)).toContainEqual(
      expect.stringContaining(`/tcp/${relay.port}/ws/p2p/${relay.peerId}/p2p-circuit`),
    )
    await node.stop()
    await vi.waitFor(async () =>
      expect(await health()).toMatchObject({ connections: 0, reservations: 0 }),
    )
  })

  test('two nodes reach each other through it, without a limit', async () => {
    const [address = ''] = (await settingsOf('main')).multiaddrs
    const [ann, ben] = await Promise.all([joinWith(address), joinWith(address)])
    const connection = await ann.dial(
      multiaddr(`${address}/p2p-circuit/p2p/${ben.peerId.toString()}`),
    )
    expect(connection.limits).toBeUndefined()
    expect(connection.remotePeer.toString()).toBe(ben.peerId.toString())
  })

  test('a room has the peers that speak its protocol, and no others', async () => {
    const settings = await settingsOf('blue')
    const [address = ''] = settings.multiaddrs
    const node = await joinWith(address, settings.protocol)
    await vi.waitFor(async () => {
      expect((await health()).rooms).toEqual([
        { room: 'main', peers: 0 },
        { room: 'blue', peers: 1 },
      ])
    })
    const contact = node.peerId.toString()
    await vi.waitFor(() =>
      expect(heard.map(({ event }) => event)).toContainEqual({ kind: 'contact.added', contact }),
    )
  })

  test('a record of one room is in no other', async () => {
    const { multiaddrs, protocol } = await settingsOf('blue')
    const node = await joinWith(multiaddrs[0] ?? '', protocol)
    const blue = own.get(`${relay.peerId} blue`)
    const main = own.get(`${relay.peerId} main`)
    await vi.waitFor(() => {
      const known = blue?.snapshot().buckets.flatMap(({ contacts }) => contacts)
      expect(known).toContain(node.peerId.toString())
    })
    expect(await blue?.put('hello', { key: '/u/motd' })).toMatchObject({ key: '/u/motd' })
    expect(blue?.snapshot().records.map(({ key }) => key)).toEqual(['/u/motd'])
    expect(main?.snapshot().records).toEqual([])
    await expect(main?.get('/u/motd')).rejects.toThrow()
  })

  test('a peer of a room that is not open opens it', async () => {
    const [address = ''] = (await settingsOf('main')).multiaddrs
    await joinWith(address, '/kadscope/green/kad/1.0.0')
    await vi.waitFor(async () => {
      expect((await health()).rooms).toContainEqual({ room: 'green', peers: 1 })
    })
  })

  test('an upgrade of another path is refused', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/other`)
    await expect(new Promise((resolve) => (socket.onerror = resolve))).resolves.toBeDefined()
  })
})

describe('starting and ending', () => {
  test('a port in use is named', async () => {
    const starting = start({ port: relay.port })
    await expect(starting).rejects.toThrow(ListenError)
    await expect(starting).rejects.toThrow(`Port ${relay.port} is already in use`)
  })

  test('an address of another machine is named', async () => {
    await expect(start({ host: '192.0.2.99' })).rejects.toThrow(/not an address of this machine/)
  })

  test('it keeps its identity, and closes within two seconds with peers connected', async () => {
    const other = await start()
    expect(other.peerId).toBe(relay.peerId)
    await joinWith(
      `/ip4/127.0.0.1/tcp/${other.port}/ws/p2p/${other.peerId}`,
      '/kadscope/main/kad/1.0.0',
    )
    const began = performance.now()
    await other.close()
    // Well below the limit after which it drops what is left.
    expect(performance.now() - began).toBeLessThan(CLOSE_MS)
    await expect(fetch(`http://127.0.0.1:${other.port}/`)).rejects.toThrow()
  })
})
