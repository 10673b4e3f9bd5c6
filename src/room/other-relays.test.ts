// Which relays a peer's addresses name.

import { expect, test } from 'vitest'
import { relaysNamedBy } from './other-relays.ts'

test('each relay has its addresses once, in order', () => {
  const named = relaysNamedBy([
    '/ip4/10.0.0.1/tcp/80/ws/p2p/one/p2p-circuit/p2p/peer',
    '/ip4/10.0.0.1/tcp/80/ws/p2p/one/p2p-circuit/webrtc/p2p/peer',
    '/dns4/b.test/tcp/443/tls/ws/p2p/two/p2p-circuit',
    '/ip4/10.0.0.9/tcp/80/ws/p2p/one/p2p-circuit',
  ])
  expect([...named]).toEqual([
    ['one', ['/ip4/10.0.0.1/tcp/80/ws/p2p/one', '/ip4/10.0.0.9/tcp/80/ws/p2p/one']],
    ['two', ['/dns4/b.test/tcp/443/tls/ws/p2p/two']],
  ])
})

test.each([
  '/p2p-circuit/p2p/peer',
  '/ip4/10.0.0.1/tcp/80/ws/p2p/one',
  '/ip4/127.0.0.1/memory/one/p2p/one/p2p-circuit/p2p/peer',
])('%s names none', (address) => {
  expect(relaysNamedBy([address]).size).toBe(0)
})
