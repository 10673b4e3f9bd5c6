// HTTPS and WSS on the one port, with a certificate that was made for tests.

import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { testNetwork, type TestRelay } from './test-relay.ts'
import { loadTls, TlsFileError } from './tls.ts'

function dataFile(name: string): string {
  return fileURLToPath(new URL(`test-data/${name}`, import.meta.url))
}

const certFile = dataFile('localhost.cert.pem')
const keyFile = dataFile('localhost.key.pem')
const ca = readFileSync(certFile)

/** A WebSocket that trusts the test's certificate, as a browser does where it was installed. */
class TrustingWebSocket extends WebSocket {
  constructor(url: string) {
    super(url, { ca })
  }
}

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })
const network = testNetwork()
let home: TestRelay

beforeAll(async () => {
  home = await network.relay('home', { tls: { certFile, keyFile } })
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await network.end()
})

function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ multiaddrs: string[] }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers, ca }
    const asking = request(options, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve(JSON.parse(text) as { multiaddrs: string[] }))
    })
    asking.on('error', reject)
    asking.end()
  })
}

describe('a relay with a certificate', () => {
  test('answers over HTTPS with addresses for WSS', async () => {
    const { port, peerId } = home.relay
    const { multiaddrs } = await ask(port, '/api/room', { host: `classroom.test:${port}` })
    expect(multiaddrs).toEqual([`/dns4/classroom.test/tcp/${port}/tls/ws/p2p/${peerId}`])
  })

  test('takes in libp2p nodes, and tells them addresses with TLS', async () => {
    vi.stubGlobal('WebSocket', TrustingWebSocket)
    const { port, peerId } = home.relay
    const node = await network.node(`/dns4/localhost/tcp/${port}/tls/ws/p2p/${peerId}`)
    expect(node.getMultiaddrs().map(String)).toContainEqual(
      expect.stringContaining(`/ip4/127.0.0.1/tcp/${port}/tls/ws/p2p/${peerId}/p2p-circuit`),
    )
  })

  test('has its own nodes without any certificate', async () => {
    const { relay } = await network.relay('own', { tls: { certFile, keyFile }, peers: 2 })
    const { peers } = await relay.swarm
    await Promise.all(peers.map((peer) => peer.ready))
  })
})

describe('files that cannot be used', () => {
  test('name themselves and what to do', async () => {
    const missing = loadTls(dataFile('none.pem'), keyFile)
    await expect(missing).rejects.toThrow(TlsFileError)
    await expect(missing).rejects.toThrow(/none\.pem cannot be read \(ENOENT\): name another/)
    await expect(loadTls(keyFile, keyFile)).rejects.toThrow('holds no certificate')
    await expect(loadTls(certFile, certFile)).rejects.toThrow('holds no private key')
    await expect(loadTls(certFile, dataFile('other.key.pem'))).rejects.toThrow(
      'is not the key of the certificate',
    )
  })
})

describe('behind a reverse proxy', () => {
  test('the public address comes first, and the proxy is believed', async () => {
    const publicUrl = new URL('https://kad.example.org')
    const { url, relay } = await network.relay('proxied', { publicUrl })
    const headers = { 'x-forwarded-proto': 'https' }
    const answer = await fetch(`${url}/api/room`, { headers })
    expect(await answer.json()).toMatchObject({
      multiaddrs: [
        `/dns4/kad.example.org/tcp/443/tls/ws/p2p/${relay.peerId}`,
        `/ip4/127.0.0.1/tcp/${relay.port}/tls/ws/p2p/${relay.peerId}`,
      ],
      pages: ['https://kad.example.org/'],
    })
  })

  test('its nodes are told the public address too', async () => {
    const publicUrl = new URL('https://kad.example.org')
    const { address } = await network.relay('announced', { publicUrl })
    vi.unstubAllGlobals()
    const node = await network.node(address)
    expect(node.getMultiaddrs().map(String)).toContainEqual(
      expect.stringContaining('/dns4/kad.example.org/tcp/443/tls/ws/'),
    )
  })

  test('without a public address nobody is believed to be a proxy', async () => {
    const { url, relay } = await network.relay('plain')
    const headers = { 'x-forwarded-proto': 'https' }
    const answer = await fetch(`${url}/api/room`, { headers })
    expect(await answer.json()).toMatchObject({
      multiaddrs: [`/ip4/127.0.0.1/tcp/${relay.port}/ws/p2p/${relay.peerId}`],
      // It listens on loopback only.
      pages: [],
    })
  })
})
