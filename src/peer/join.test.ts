// Joining again after a cut of the network: real kad-dht on virtual wires, time by hand.

import { afterEach, expect, test, vi } from 'vitest'
import type { Event } from '../event/event.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { TestLab } from '../lab/test-lab.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab

afterEach(() => lab.stop())

/** Whom the lookups for buckets asked in the first round that made any after `contact` came. */
function askedForBuckets(contact: PeerName, events: readonly Event[]): PeerName[][] {
  const came = events.findIndex(
    (event) => event.kind === 'contact.added' && event.contact === contact,
  )
  const rounds: PeerName[][][] = [[]]
  for (const event of events.slice(came)) {
    if (event.kind !== 'lookup.started') continue
    const { lookup, operation } = event
    // Each round begins with a lookup of oneself.
    if (operation === 'self') rounds.push([])
    if (operation !== 'refresh') continue
    const asked = events.flatMap((sent) =>
      sent.kind === 'rpc.sent' && sent.lookup === lookup ? [sent.to] : [],
    )
    rounds.at(-1)?.push(asked)
  }
  return rounds.find((round) => round.length > 0) ?? []
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
    const buckets = askedForBuckets(bootstrap, own)
    expect(buckets.length).toBeGreaterThan(0)
    for (const peers of buckets) expect(peers).toEqual([bootstrap])
  }
})
