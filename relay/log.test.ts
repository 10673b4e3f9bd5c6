// The lines of the relay's log.

import { expect, test } from 'vitest'
import type { Envelope } from '../src/event/envelope.ts'
import type { Event } from '../src/event/event.ts'
import { sentence } from '../src/event/narrate.ts'
import { kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { nicknameOfPeer } from '../src/kad/label.ts'
import { createReporter } from './reporter.ts'

const RELAY = '12D3KooWQYV9dGMFoRzNStwpXztXaBUjtPqi6aU76ZgUriHhKust' as PeerName
const ANN = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp' as PeerName
const AT = new Date(2024, 4, 17, 14, 3, 7).getTime()

function envelope(event: Event): Envelope {
  return { seq: 1, at: AT, peer: RELAY, source: 'room', event }
}

const SERVED = envelope({
  kind: 'rpc.served',
  from: ANN,
  type: 'GET_VALUE',
  target: kadIdOfPeer(ANN),
  key: '/u/motd' as RecordKey,
  bytes: 12,
  ms: 1,
})
const OWN = envelope({ kind: 'join.advanced', stage: 'ready', ms: 5 })

function reporter(mode: { quiet?: boolean; json?: boolean; colour?: boolean }): {
  lines: string[]
  report: ReturnType<typeof createReporter>
} {
  const lines: string[] = []
  const report = createReporter({
    quiet: false,
    json: false,
    colour: false,
    ...mode,
    write: (line) => lines.push(line),
  })
  return { lines, report }
}

test('a line has the time and a sentence', () => {
  const { lines, report } = reporter({})
  report('main', SERVED)
  expect(lines).toEqual([`14:03:07 ${sentence(SERVED)}`])
  expect(lines[0]).toContain(nicknameOfPeer(ANN))
  expect(lines[0]).toContain('/u/motd')
})

test('the upkeep of the own table gets no line', () => {
  const { lines, report } = reporter({})
  report('main', OWN)
  expect(lines).toEqual([])
})

test('the room is named once there are two', () => {
  const { lines, report } = reporter({})
  report('main', SERVED)
  report('blue', SERVED)
  report('main', SERVED)
  expect(lines.map((line) => /\[(\w+)\]/.exec(line)?.[1])).toEqual([undefined, 'blue', 'main'])
})

test('in colour each name has a dot of its hue', () => {
  const { lines, report } = reporter({ colour: true })
  report('main', SERVED)
  expect(lines[0]).toMatch(/38;2;\d+;\d+;\d+m●/)
})

test('quiet says nothing', () => {
  const { lines, report } = reporter({ quiet: true })
  report('main', SERVED)
  expect(lines).toEqual([])
})

test('JSON lines are whole envelopes of every kind, with their room', () => {
  const { lines, report } = reporter({ json: true })
  report('main', SERVED)
  report('blue', OWN)
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { room: 'main', ...SERVED },
    { room: 'blue', ...OWN },
  ])
})
