// From Host headers to multiaddrs.

import { multiaddr } from '@multiformats/multiaddr'
import { expect, test } from 'vitest'
import { addressOfHost, InvalidHostError, isAskedHere } from './host-address.ts'

const RELAY = '12D3KooWQYV9dGMFoRzNStwpXztXaBUjtPqi6aU76ZgUriHhKust'

test.each([
  ['192.168.1.5:8080', false, '/ip4/192.168.1.5/tcp/8080/ws'],
  ['[::1]:8080', false, '/ip6/::1/tcp/8080/ws'],
  ['[2001:DB8::5]', false, '/ip6/2001:db8::5/tcp/80/ws'],
  ['localhost:9000', false, '/dns4/localhost/tcp/9000/ws'],
  ['Classroom.Test', false, '/dns4/classroom.test/tcp/80/ws'],
  ['dht.example.org', true, '/dns4/dht.example.org/tcp/443/tls/ws'],
  ['dht.example.org:8443', true, '/dns4/dht.example.org/tcp/8443/tls/ws'],
])('whoever asks %s (secure: %s) gets %s', (host, secure, address) => {
  const text = addressOfHost(host, secure, RELAY)
  expect(text).toBe(`${address}/p2p/${RELAY}`)
  expect(multiaddr(text).toString()).toBe(text)
})

test.each([
  undefined,
  '',
  ':8080',
  'a b:80',
  '1.2.3:80',
  '256.1.1.1:80',
  '[::1',
  '[1.2.3.4]:80',
  'host:0',
  'host:65536',
  'host:80:80',
  'host/p2p/x:80',
  '-host:80',
  'user@host:80',
  'x'.repeat(300),
])('%s is refused', (host) => {
  expect(() => addressOfHost(host, false, RELAY)).toThrow(InvalidHostError)
})

test.each([
  ['localhost:8080', '127.0.0.1', true],
  ['127.0.0.1:8080', '::ffff:127.0.0.1', true],
  ['[::1]:8080', '::1', true],
  ['192.168.1.5:8080', '127.0.0.1', false],
  ['localhost:8080', '192.168.1.6', false],
  ['localhost.example.org', '127.0.0.1', false],
  [undefined, '127.0.0.1', false],
  ['localhost:8080', undefined, false],
])('a question to %s from %s was asked here: %s', (host, asker, here) => {
  expect(isAskedHere(host, asker)).toBe(here)
})
