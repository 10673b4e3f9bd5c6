// Facts about what is put into words later: it is the same as at once, and in the same order.

import { expect, test, vi } from 'vitest'
import { realClock } from '../base/clock.ts'
import { ManualClock } from '../base/manual-clock.ts'
import { seededRandom } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import type { EventOf } from '../event/event.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { population } from '../kad/test-population.ts'
import { Lab } from '../lab/lab.ts'
import { parseScenario } from '../lab/scenario.ts'
import { inWords, Ledger, type Seen, type Unsaid } from './ledger.ts'
import { createTeller, type Teller } from './teller.ts'

const [own, other] = population(2, 'ledger') as [PeerName, PeerName]

const added = { kind: 'contact.added', contact: other } as const
const served: EventOf<'rpc.served'> = {
  kind: 'rpc.served',
  from: other,
  bytes: 1,
  ms: 2,
  type: 'PING',
  target: '00'.repeat(32) as EventOf<'rpc.served'>['target'],
}

/** Something that was seen, and whether it has been put into words. */
function seen(): Seen & { say: ReturnType<typeof vi.fn<Seen['say']>> } {
  return { say: vi.fn<Seen['say']>(() => served) }
}

/** A teller that has told its opening, which is put into words at once. */
function setUp(): { teller: Teller; ledger: Ledger; heard: Envelope[] } {
  const heard: Envelope[] = []
  const ledger = new Ledger((envelopes) => heard.push(...envelopes))
  const teller = createTeller({ peer: own, source: 'lab', clock: new ManualClock(), ledger })
  for (let count = 0; count < 100; count += 1) teller.tell(added)
  ledger.handOn()
  heard.length = 0
  return { teller, ledger, heard }
}

test('what was seen is put into words when it is handed on, in the order of all that was told', () => {
  const { teller, ledger, heard } = setUp()
  const first = seen()
  teller.tellSeen('rpc.served', first, 1)
  teller.tell(added, 2)
  teller.tellSeen('rpc.served', seen(), 3)
  expect(first.say).not.toHaveBeenCalled()
  expect(heard).toEqual([])
  ledger.handOn()
  expect(heard).toEqual([
    { seq: 100, at: 1, peer: own, source: 'lab', event: served },
    { seq: 101, at: 2, peer: own, source: 'lab', event: added },
    { seq: 102, at: 3, peer: own, source: 'lab', event: served },
  ])
  ledger.handOn()
  expect(heard).toHaveLength(3)
})

test('it is put into words at once for whoever listens, and as long as an opening is kept', () => {
  const { teller, ledger, heard } = setUp()
  const told: Envelope[] = []
  const stop = teller.onEnvelope((envelope) => told.push(envelope))
  expect(told).toHaveLength(100)
  teller.tellSeen('rpc.served', seen(), 1)
  expect(told.at(-1)?.event).toBe(served)
  stop()
  const late = seen()
  teller.tellSeen('rpc.served', late, 2)
  expect(late.say).not.toHaveBeenCalled()
  ledger.handOn()
  expect(heard.map(({ at }) => at)).toEqual([1, 2])

  const young = createTeller({ peer: own, source: 'lab', clock: new ManualClock(), ledger })
  const early = seen()
  young.tellSeen('rpc.served', early, 1)
  expect(early.say).toHaveBeenCalled()
  young.onEnvelope((envelope) => told.push(envelope))
  expect(told.at(-1)).toMatchObject({ at: 1, event: served })
})

test('when 256 wait they are handed on unasked', () => {
  const { teller, heard } = setUp()
  for (let count = 0; count < 255; count += 1) teller.tellSeen('rpc.served', seen(), count)
  expect(heard).toEqual([])
  teller.tell(added)
  expect(heard).toHaveLength(256)
})

test('parts of a peer hear the kind that they go by, at once; a closed teller is silent', () => {
  const { teller, ledger, heard } = setUp()
  const contacts: string[] = []
  const stop = teller.on('contact.added', ({ contact }) => contacts.push(contact))
  teller.tell(added)
  teller.tell({ kind: 'bucket.split', prefix: '' })
  expect(contacts).toEqual([other])
  stop()
  teller.tell(added)
  expect(contacts).toEqual([other])
  teller.close()
  teller.tell(added)
  teller.tellSeen('rpc.served', seen(), 1)
  ledger.handOn()
  expect(heard).toHaveLength(3)
})

test('P1 the messages of real peers are later what they were at once', async () => {
  const told: (Envelope | Unsaid)[] = []
  const atOnce: Envelope[] = []
  const lab = new Lab({
    scenario: parseScenario({ peers: 16, seed: 'ledger', records: 4 }),
    clock: realClock,
    ledger: {
      add(entry) {
        told.push(entry)
        atOnce.push(structuredClone(wordsOf(entry)))
      },
    },
  })
  try {
    await lab.run()
    const random = seededRandom('ledger')
    for (let count = 0; count < 40; count += 1) {
      const peer = random.pick(lab.peers)
      await peer.closest(`/u/ledger-${count}`)
      const { key } = await peer.put(`value ${count}`)
      await random.pick(lab.peers).get(key)
    }
  } finally {
    await lab.stop()
  }
  const later = told.filter((entry): entry is Unsaid => 'seen' in entry)
  for (const kind of ['rpc.sent', 'rpc.answered', 'rpc.served'] as const) {
    expect(later.filter((entry) => entry.kind === kind).length).toBeGreaterThan(100)
  }
  expect(told.map(wordsOf)).toEqual(atOnce)
})

function wordsOf(entry: Envelope | Unsaid): Envelope {
  return 'seen' in entry ? inWords(entry) : entry
}
