// Joining again after a cut of the network: real kad-dht on virtual wires, time by hand.

import { afterEach, expect, test, vi } from 'vitest'
import type { Event } from '../event/event.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { TestLab } from '../lab/test-lab.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab

afterEach(() => lab.stop())

/** What a peer tells from the first round on that it begins after `contact` came into its table. */
function roundAfter(contact: PeerName, events: readonly Event[]): readonly Event[] {
  const came = events.findIndex(
    (event) => event.kind === 'contact.added' && event.contact === contact,
  )
  const rounds = events.flatMap((event, index) =>
    index > came && event.kind === 'lookup.started' && event.operation === 'self' ? [index] : [],
  )
  return events.slice(rounds[0], rounds[1])
}

/** Whom each lookup for a bucket asked. */
function askedForBuckets(events: readonly Event[]): PeerName[][] {
  return events.flatMap((event) => {
    if (event.kind !== 'lookup.started' || event.operation !== 'refresh') return []
    const { lookup } = event
    return [
      events.flatMap((sent) =>
        sent.kind === 'rpc.sent' && sent.lookup === lookup ? [sent.to] : [],
      ),
    ]
  })
}

test('P3 a bootstrap that is back is asked at once, for each bucket that is not full', async () => {
  lab = new TestLab('back')
  const joined = await lab.join(24)
  const { bootstraps, fabric } = lab.population
  const [bootstrap] = bootstraps as [PeerName]
  const side = joined.slice(12).map(({ peerId }) => peerId)
  lab.weather.partition(new Map(side.map((peer) => [peer, 1])))
  fabric.breakUnreachable()
  await lab.pass(60_000)
  lab.weather.heal()
  lab.told.length = 0
  await lab.pass(7_000)
  for (const name of side) {
    const own = lab.told.flatMap(({ peer, event }) => (peer === name ? [event] : []))
    const round = roundAfter(bootstrap, own)
    const buckets = askedForBuckets(round)
    expect(buckets.length).toBeGreaterThan(0)
    for (const peers of buckets) expect(peers).toEqual([bootstrap])
  }
})
