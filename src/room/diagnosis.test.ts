import { describe, expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { diagnose, type DiagnosisFacts, type DirectAttempt } from './diagnosis.ts'
import { createDirectLog } from './direct-log.ts'

const peer = '12D3KooWHA29YwbwNJGmAeXZcV1PJwr3iou47UwiD6iGB2fAG5UF' as PeerName
const facts: DiagnosisFacts = {
  relays: [],
  direct: [],
  wires: [],
  webRtc: true,
  connectionsMade: 0,
}
const attempt: DirectAttempt = {
  peer,
  at: 0,
  ms: 20_000,
  step: 'candidates',
  candidates: { host: 0, mdns: 0, srflx: 0, relay: 0 },
  error: 'TimeoutError',
  attempts: 1,
}

describe('a relay', () => {
  const relay = { url: 'http://10.0.0.1:8080', address: undefined }

  test('that is linked is good', () => {
    const [finding] = diagnose({
      ...facts,
      relays: [{ ...relay, step: 'linked', error: undefined }],
    }).findings
    expect(finding).toMatchObject({ state: 'good', name: relay.url, remedy: undefined })
  })

  test.each(['settings', 'dial', 'identify', 'reserve'] as const)(
    'that failed at %s has a sentence and a remedy of its own',
    (step) => {
      const [finding] = diagnose({ ...facts, relays: [{ ...relay, step, error: 'X: y' }] }).findings
      expect(finding).toMatchObject({ state: 'failed' })
      expect(finding?.sentence).toContain(relay.url)
      expect(finding?.sentence).toContain('X: y')
      expect(finding?.remedy).toBeTruthy()
    },
  )
})

describe('a peer', () => {
  test('with a direct wire is good, whatever failed before', () => {
    const wires = [
      { peer, path: 'relayed' as const },
      { peer, path: 'webrtc' as const },
    ]
    expect(diagnose({ ...facts, wires, direct: [attempt] }).findings).toMatchObject([
      { state: 'good' },
    ])
  })

  test('whose direct wire is being made is waited for', () => {
    const wires = [{ peer, path: 'relayed' as const }]
    const direct = [{ ...attempt, error: undefined }]
    expect(diagnose({ ...facts, wires, direct }).findings).toMatchObject([{ state: 'waiting' }])
  })

  test.each([
    ['no address at all', {}, 'named no address'],
    ['only hidden addresses', { mdns: 2 }, 'mDNS'],
    ['plain addresses', { host: 2 }, 'None of the addresses'],
  ])('that named %s is explained by that', (_, candidates, words) => {
    const direct = [{ ...attempt, candidates: { ...attempt.candidates, ...candidates } }]
    const wires = [{ peer, path: 'relayed' as const }]
    const [finding] = diagnose({ ...facts, direct, wires }).findings
    expect(finding).toMatchObject({ state: 'limited' })
    expect(finding?.sentence).toContain(words)
    expect(finding?.remedy).toBeTruthy()
  })
})

test('a browser without WebRTC is the first finding', () => {
  expect(diagnose({ ...facts, webRtc: false }).findings[0]).toMatchObject({ subject: 'browser' })
})

test('the log of attempts keeps the step, the candidates by kind and the latest error', () => {
  const clock = new ManualClock()
  const log = createDirectLog(clock)
  const first = log.begin(peer)
  clock.advance(10)
  first.failed(new DOMException('too long', 'TimeoutError'))
  const second = log.begin(peer)
  second.progress({ type: 'webrtc:read-ice-candidates' })
  for (const text of [
    'candidate:1 1 udp 2113 192.168.1.7 50000 typ host generation 0',
    'candidate:2 1 udp 2113 0f3c.local 50001 typ host generation 0',
    'candidate:3 1 udp 1677 203.0.113.9 50002 typ srflx raddr 0.0.0.0 rport 0',
    'nonsense',
  ]) {
    second.progress({ type: 'webrtc:add-ice-candidate', detail: text })
  }
  clock.advance(5)
  second.succeeded()
  expect(log.list()).toEqual([
    {
      peer,
      at: 10,
      ms: 5,
      step: 'connected',
      candidates: { host: 1, mdns: 1, srflx: 1, relay: 0 },
      error: undefined,
      attempts: 2,
    },
  ])
})
