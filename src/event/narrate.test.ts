// Facts about narration.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'
import { nicknameOfPeer } from '../kad/label.ts'
import type { Event } from './event.ts'
import { messages as german } from './messages.de.ts'
import { messagesEn, type Message, type Messages } from './messages.en.ts'
import { formatMs, narrate, sentence } from './narrate.ts'
import { anyEnvelope, PEERS } from './test-arbitraries.ts'

const [asker, asked, third] = PEERS as [PeerName, PeerName, PeerName]
const [a, b, c] = [asker, asked, third].map(nicknameOfPeer) as [string, string, string]
const target = `bc36${'0'.repeat(60)}` as KadId
const key = '/u/motd' as RecordKey

function say(event: Event): string {
  return sentence({ seq: 1, at: 0, peer: asker, source: 'lab', event })
}

describe('E4 narration', () => {
  it('tells a request and its answer', () => {
    const rpc = { rpc: 'r', type: 'FIND_NODE', target, bytes: 40, dialMs: 0 } as const
    expect(say({ kind: 'rpc.sent', to: asked, ...rpc })).toBe(
      `${a} asked ${b} for peers near bc36…`,
    )
    const answer = { kind: 'rpc.answered', rpc: 'r', from: asked, ms: 12.3, bytes: 9 } as const
    expect(say({ ...answer, closer: PEERS.slice(0, 4), hasRecord: false })).toBe(
      `${b} answered after 12 ms with 4 closer peers`,
    )
    expect(say({ ...answer, closer: [asker], hasRecord: false })).toBe(
      `${b} answered after 12 ms with 1 closer peer`,
    )
    expect(say({ ...answer, closer: [], hasRecord: false })).toBe(`${b} answered after 12 ms`)
    expect(say({ ...answer, closer: [asker], hasRecord: true })).toBe(
      `${b} answered after 12 ms with the record`,
    )
  })

  it('names a key where it is known', () => {
    const lookup = { kind: 'lookup.started', lookup: 'l', operation: 'get', target } as const
    expect(say({ ...lookup, key, background: false })).toBe(`${a} looked for /u/motd`)
    expect(say({ ...lookup, background: false })).toBe(`${a} looked for bc36…`)
  })

  it('tells who stored a record for whom', () => {
    const stored = { kind: 'record.stored', key, bytes: 1, expiresAt: 0 } as const
    expect(say({ ...stored, storedBy: asker })).toBe(`${a} stored its own /u/motd`)
    expect(say({ ...stored, storedBy: asked })).toBe(`${a} stored /u/motd for ${b}`)
  })

  it('lists a few names and counts the rest', () => {
    const fault = { kind: 'fault.set', fault: 'f', type: 'crash' } as const
    expect(say({ ...fault, peers: [asker, asked, third] })).toBe(`Crashed: ${a}, ${b}, ${c}`)
    expect(say({ ...fault, peers: PEERS })).toBe(`Crashed: ${a}, ${b}, ${c}, 9 more`)
    expect(say({ kind: 'fault.set', fault: 'f', type: 'loss', peers: [], amount: 0.25 })).toBe(
      'Made to lose 25 % of messages: everybody',
    )
  })

  it('says what each part stands for', () => {
    const event: Event = { kind: 'record.served', key, to: asked, bytes: 3 }
    expect(narrate({ seq: 1, at: 0, peer: asker, source: 'lab', event })).toEqual([
      { type: 'peer', text: a, peer: asker },
      { type: 'text', text: ' gave ' },
      { type: 'peer', text: b, peer: asked },
      { type: 'text', text: ' its copy of ' },
      { type: 'key', text: '/u/motd', key },
    ])
  })

  it('leaves no placeholder of any kind of event unfilled', () => {
    fc.assert(
      fc.property(anyEnvelope, (envelope) => {
        const unfilled = /^\{\w+\}$/
        const parts = narrate(envelope)
        expect(parts.length).toBeGreaterThan(0)
        const told = JSON.stringify(envelope)
        for (const { text } of parts)
          expect(unfilled.test(text) && !told.includes(text)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('can be told in another language, with its own plural forms', () => {
    const entries = Object.entries<Message>(messagesEn.messages)
    const polish: Messages = {
      locale: 'pl',
      messages: {
        ...(Object.fromEntries(entries) as Messages['messages']),
        'record.republished': {
          one: '{count} kopia',
          few: '{count} kopie',
          other: '{count} kopii',
        },
      },
    }
    const told = [1, 3, 5].map((copies) =>
      sentence(
        {
          seq: 1,
          at: 0,
          peer: asker,
          source: 'lab',
          event: { kind: 'record.republished', key, copies },
        },
        polish,
      ),
    )
    expect(told).toEqual(['1 kopia', '3 kopie', '5 kopii'])
  })
})

describe('narration in German', () => {
  it('has German decimals and words for what peers have in common', () => {
    const tell = (event: Event): string =>
      sentence({ seq: 1, at: 0, peer: asker, source: 'lab', event }, german)
    expect(tell({ kind: 'join.advanced', stage: 'ready', ms: 1250 })).toBe(
      `${a} war nach 1,3 s bereit`,
    )
    const gone = { kind: 'contact.removed', contact: asked } as const
    expect(tell({ ...gone, reason: 'unreachable' })).toBe(
      `${a} hat ${b} aus seiner Tabelle gestrichen: nicht erreichbar`,
    )
    expect(tell({ ...gone, reason: 'SomeNewError' })).toMatch(/: SomeNewError$/)
  })
})

describe('formatMs', () => {
  it('gives as many digits as one wants to read', () => {
    expect([0, 0.44, 4.6, 999, 999.7, 1250, 9940, 95_400].map(formatMs)).toEqual([
      '0 ms',
      '0.4 ms',
      '5 ms',
      '999 ms',
      '1 s',
      '1.3 s',
      '9.9 s',
      '95 s',
    ])
  })
})
