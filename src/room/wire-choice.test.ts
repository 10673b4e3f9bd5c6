import type { Connection } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, test } from 'vitest'
import { bestOf, dialsFirst, spareOf } from './wire-choice.ts'

const RELAY = '/ip4/127.0.0.1/tcp/8080/ws/p2p/12D3KooWM9RFxuzGi6SbMdx6kKYSJqBphCSGoTvU3WUo2khzEeW3'
const ADDRESSES = {
  webrtc: `${RELAY}/p2p-circuit/webrtc`,
  relayed: `${RELAY}/p2p-circuit`,
  websocket: RELAY,
}

function wire(
  path: keyof typeof ADDRESSES,
  direction: 'inbound' | 'outbound',
  open = 0,
  status = 'open',
): Connection {
  const remoteAddr = multiaddr(ADDRESSES[path])
  return { remoteAddr, direction, status, timeline: { open } } as unknown as Connection
}

describe('the best wire', () => {
  test('is a direct one, however old', () => {
    const direct = wire('webrtc', 'inbound', 1)
    expect(bestOf([wire('relayed', 'outbound', 9), direct])).toBe(direct)
  })

  test('is the newest of equal ones', () => {
    const newer = wire('relayed', 'inbound', 2)
    expect(bestOf([wire('relayed', 'outbound', 1), newer])).toBe(newer)
  })

  test('is none when all are closed', () => {
    expect(bestOf([wire('webrtc', 'inbound', 1, 'closed')])).toBeUndefined()
  })
})

describe('spare wires', () => {
  test('are the relayed ones beside a direct one', () => {
    const relayed = wire('relayed', 'inbound')
    expect(spareOf([relayed, wire('webrtc', 'outbound')], 'b', 'a')).toEqual([relayed])
  })

  test('are none while there is no direct one', () => {
    expect(spareOf([wire('relayed', 'inbound'), wire('relayed', 'outbound')], 'b', 'a')).toEqual([])
  })

  test('are never the wire to a relay', () => {
    expect(spareOf([wire('websocket', 'outbound')], 'a', 'b')).toEqual([])
  })

  test('are the same of two direct ones at both ends', () => {
    // The greater id, b, dialed the one that stays.
    const atB = { kept: wire('webrtc', 'outbound', 1), spare: wire('webrtc', 'inbound', 2) }
    const atA = { kept: wire('webrtc', 'inbound', 1), spare: wire('webrtc', 'outbound', 2) }
    expect(spareOf([atB.kept, atB.spare], 'b', 'a')).toEqual([atB.spare])
    expect(spareOf([atA.kept, atA.spare], 'a', 'b')).toEqual([atA.spare])
  })
})

test('of two peers exactly one dials first', () => {
  expect(dialsFirst('a', 'b')).not.toBe(dialsFirst('b', 'a'))
})
