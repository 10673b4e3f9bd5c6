// Where the relay says that its page can be opened.

import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { greeting, pageUrls } from './greeting.ts'

function at(address: string, family: 'IPv4' | 'IPv6' = 'IPv4'): NetworkInterfaceInfo {
  const common = { address, netmask: '', mac: '', internal: address.startsWith('127.'), cidr: null }
  return family === 'IPv4' ? { ...common, family } : { ...common, family, scopeid: 0 }
}

const MACHINE = {
  docker0: [at('172.17.0.1')],
  lo: [at('127.0.0.1')],
  eth0: [at('169.254.7.7'), at('fe80::1', 'IPv6'), at('192.168.1.5')],
  wlan0: [at('10.0.0.8')],
}

test('a relay that listens everywhere is found at each address of the network, virtual ones last', () => {
  expect(pageUrls({ host: '0.0.0.0', port: 8080, secure: false }, MACHINE)).toEqual({
    public: undefined,
    local: 'http://localhost:8080/',
    lan: ['http://192.168.1.5:8080/', 'http://10.0.0.8:8080/', 'http://172.17.0.1:8080/'],
  })
})

test('a relay that listens on loopback is for this machine alone', () => {
  expect(pageUrls({ host: '127.0.0.1', port: 80, secure: false }, MACHINE)).toEqual({
    public: undefined,
    local: 'http://127.0.0.1:80/',
    lan: [],
  })
  expect(pageUrls({ host: '::1', port: 80, secure: false }, MACHINE).local).toBe('http://[::1]:80/')
})

test('a relay that listens on one address is found there', () => {
  expect(pageUrls({ host: '10.0.0.8', port: 80, secure: false }, MACHINE).lan).toEqual([
    'http://10.0.0.8:80/',
  ])
})

test('the greeting names room, relay and addresses, and has a QR code', () => {
  const text = greeting(
    pageUrls({ host: '0.0.0.0', port: 8080, secure: false }, MACHINE),
    'main',
    'amber-fox',
    false,
  ).join('\n')
  expect(text).toContain('room main, this relay is amber-fox')
  expect(text).toContain('http://localhost:8080/')
  expect(text).toContain('http://10.0.0.8:8080/')
  expect(text).toContain('▄▄▄▄▄')
  expect(text).not.toContain('\u001B')
})

test('without a network there is nothing to scan', () => {
  const text = greeting(
    pageUrls({ host: '0.0.0.0', port: 8080, secure: false }, {}),
    'main',
    'amber-fox',
    true,
  ).join('\n')
  expect(text).toContain('Only this machine')
  expect(text).not.toContain('▄')
})

test('a relay that speaks HTTPS says so', () => {
  const urls = pageUrls({ host: '10.0.0.8', port: 8443, secure: true }, MACHINE)
  expect(urls.lan).toEqual(['https://10.0.0.8:8443/'])
})

test('behind a reverse proxy the public address is the one to scan', () => {
  const publicUrl = new URL('https://kad.example.org')
  const urls = pageUrls({ host: '0.0.0.0', port: 8080, secure: false, publicUrl }, MACHINE)
  const text = greeting(urls, 'main', 'amber-fox', false).join('\n')
  expect(text).toContain('For everybody       https://kad.example.org/')
  expect(text).not.toContain('192.168.1.5')
})
