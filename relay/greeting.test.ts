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
  expect(pageUrls('0.0.0.0', 8080, MACHINE)).toEqual({
    local: 'http://localhost:8080/',
    lan: ['http://192.168.1.5:8080/', 'http://10.0.0.8:8080/', 'http://172.17.0.1:8080/'],
  })
})

test('a relay that listens on loopback is for this machine alone', () => {
  expect(pageUrls('127.0.0.1', 80, MACHINE)).toEqual({ local: 'http://127.0.0.1:80/', lan: [] })
  expect(pageUrls('::1', 80, MACHINE).local).toBe('http://[::1]:80/')
})

test('a relay that listens on one address is found there', () => {
  expect(pageUrls('10.0.0.8', 80, MACHINE).lan).toEqual(['http://10.0.0.8:80/'])
})

test('the greeting names room, relay and addresses, and has a QR code', () => {
  const text = greeting(pageUrls('0.0.0.0', 8080, MACHINE), 'main', 'amber-fox', false).join('\n')
  expect(text).toContain('room main, this relay is amber-fox')
  expect(text).toContain('http://localhost:8080/')
  expect(text).toContain('http://10.0.0.8:8080/')
  expect(text).toContain('▄▄▄▄▄')
  expect(text).not.toContain('\u001B')
})

test('without a network there is nothing to scan', () => {
  const text = greeting(pageUrls('0.0.0.0', 8080, {}), 'main', 'amber-fox', true).join('\n')
  expect(text).toContain('Only this machine')
  expect(text).not.toContain('▄')
})
