// Facts about the schemas of events and envelopes.

import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { envelopeSchema } from './envelope.ts'
import { EVENT_KINDS, eventSchema } from './event.ts'
import { MAX_KEY_LENGTH, MAX_LIST } from './schema.ts'
import { anyEvent, eventArbitraries, PEERS } from './test-arbitraries.ts'

const [peer] = PEERS

describe('E1 events', () => {
  it('of every kind pass the schema whole, and through JSON', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(v.parse(eventSchema, JSON.parse(JSON.stringify(event)))).toEqual(event)
      }),
    )
  })

  it('have one schema a kind', () => {
    const kinds = EVENT_KINDS
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(new Set(kinds)).toEqual(new Set(Object.keys(eventArbitraries)))
  })

  it('of unknown kinds are refused', () => {
    expect(v.is(eventSchema, { kind: 'peer.exploded' })).toBe(false)
    expect(v.is(eventSchema, {})).toBe(false)
  })

  it('lose fields that are not in the schema', () => {
    const event = { kind: 'contact.added', contact: peer, html: '<b>' }
    expect(v.parse(eventSchema, event)).toEqual({ kind: 'contact.added', contact: peer })
  })

  it('have bounded lists and texts', () => {
    const base = { kind: 'rpc.answered', rpc: 'r', from: peer, ms: 1, bytes: 1, hasRecord: false }
    const closer = (length: number): unknown[] => Array.from({ length }, () => peer)
    expect(v.is(eventSchema, { ...base, closer: closer(MAX_LIST) })).toBe(true)
    expect(v.is(eventSchema, { ...base, closer: closer(MAX_LIST + 1) })).toBe(false)
    const key = `/u/${'x'.repeat(MAX_KEY_LENGTH)}`
    expect(v.is(eventSchema, { kind: 'record.expired', key })).toBe(false)
  })

  it('have no times and durations that are not numbers', () => {
    const ping = { kind: 'contact.pinged', contact: peer, ok: true }
    for (const ms of [NaN, Infinity, -1, '5', null]) {
      expect(v.is(eventSchema, { ...ping, ms })).toBe(false)
    }
  })
})

describe('E2 envelopes', () => {
  it('say who saw what, when, as which of its events, on which tier', () => {
    const event = { kind: 'contact.added', contact: peer }
    const envelope = { seq: 0, at: 1.5, peer, source: 'room', event }
    expect(v.parse(envelopeSchema, envelope)).toEqual(envelope)
    for (const wrong of [{ seq: 1.5 }, { at: NaN }, { peer: 'me' }, { source: 'replay' }]) {
      expect(v.is(envelopeSchema, { ...envelope, ...wrong })).toBe(false)
    }
  })
})
