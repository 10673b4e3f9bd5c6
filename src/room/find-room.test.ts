import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  fetchSettings,
  InvalidBootstrapError,
  parseBootstrap,
  parseInvitation,
  RelayRefusedError,
  RelayUnreachableError,
} from './find-room.ts'
import { CLASS_RULES, protocolOfRoom, type RoomSettings } from './settings.ts'

const settings: RoomSettings = {
  ...CLASS_RULES,
  room: 'main',
  protocol: protocolOfRoom('main'),
  multiaddrs: ['/ip4/127.0.0.1/tcp/8080/ws'],
}
const bootstrap = parseBootstrap('http://127.0.0.1:8080')
const signal = new AbortController().signal

afterEach(() => {
  vi.unstubAllGlobals()
})

function answer(status: number, body: string): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })))
}

describe('a bootstrap', () => {
  test.each([
    ['http://192.168.1.5:8080/?room=x', 'http://192.168.1.5:8080'],
    ['/ip4/192.168.1.5/tcp/8080/ws', 'http://192.168.1.5:8080'],
    ['/ip6/::1/tcp/8080/ws', 'http://[::1]:8080'],
    ['/dns4/kad.example.org/tcp/443/tls/ws', 'https://kad.example.org:443'],
  ])('%s is asked at %s', (text, url) => {
    expect(parseBootstrap(text).url).toBe(url)
  })

  test.each(['', 'nonsense', 'ftp://host', '/ip4/1.2.3.4/udp/1/quic-v1', 'javascript:alert(1)'])(
    '%j is refused',
    (text) => {
      expect(() => parseBootstrap(text)).toThrow(InvalidBootstrapError)
    },
  )
})

describe('an invitation', () => {
  const relay =
    '/ip4/192.168.1.5/tcp/8080/ws/p2p/12D3KooWM9RFxuzGi6SbMdx6kKYSJqBphCSGoTvU3WUo2khzEeW3'
  const peer = '12D3KooWHA29YwbwNJGmAeXZcV1PJwr3iou47UwiD6iGB2fAG5UF'

  test('names a relay and a peer behind it', () => {
    const invitation = parseInvitation(`${relay}/p2p-circuit/p2p/${peer}`)
    expect(invitation.peer).toBe(peer)
    expect(invitation.bootstrap.url).toBe('http://192.168.1.5:8080')
    expect(invitation.bootstrap.multiaddrs?.map(String)).toEqual([relay])
  })

  test.each([
    relay,
    `${relay}/p2p-circuit`,
    `${relay}/p2p-circuit/p2p/x`,
    `/p2p-circuit/p2p/${peer}`,
  ])('%j is refused', (text) => {
    expect(() => parseInvitation(text)).toThrow(InvalidBootstrapError)
  })
})

describe('asking for settings', () => {
  test('gives what the relay says', async () => {
    answer(200, JSON.stringify(settings))
    expect(await fetchSettings(bootstrap, 'main', signal)).toEqual(settings)
  })

  test('says so when nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(fetchSettings(bootstrap, undefined, signal)).rejects.toThrow(RelayUnreachableError)
  })

  test('passes on why the relay refuses', async () => {
    answer(503, JSON.stringify({ name: 'TooManyRoomsError', message: 'It has its 16 rooms.' }))
    await expect(fetchSettings(bootstrap, 'x', signal)).rejects.toThrow('It has its 16 rooms.')
  })

  test.each([
    ['a page', '<!doctype html>'],
    ['settings that lack something', '{}'],
    ['settings with impossible numbers', JSON.stringify({ ...settings, k: 0 })],
  ])('is refused when what answers sends %s', async (_, body) => {
    answer(200, body)
    await expect(fetchSettings(bootstrap, 'main', signal)).rejects.toThrow(RelayRefusedError)
  })
})
