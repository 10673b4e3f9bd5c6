// How an attack stands at the moment shown: who of it is in the World, and its damage in figures.

import { kadIdOfKey, type PeerName, type RecordKey } from '../../src/kad/kad-id.ts'
import type { AttackType } from '../../src/lab/attack/attack.ts'
import { closestTo } from '../../src/kad/metric.ts'
import { closestLive, livePeers } from '../../src/world/selectors.ts'
import type { Fault, Peer, StoredRecord, World } from '../../src/world/world.ts'
import { countOf } from './format.ts'
import type { Attackers } from './lab-marks.ts'

/** An attack as the Lab tells of it. */
export interface KnownAttack extends Attackers {
  readonly type: AttackType
  /** The keys under attack. */
  readonly keys: readonly RecordKey[]
  /** When the attackers had done what they do at first, in milliseconds on the Lab's clock. */
  readonly since: number
}

/** What of an attack is there at the moment shown. */
export interface AttackSight extends Attackers {
  /** The fault that keeps everybody from the bootstrap. */
  readonly block: Fault | undefined
}

/** What of an attack a World shows; undefined before it begins and after its end. */
export function attackSight(
  world: Pick<World, 'peers' | 'faults'>,
  { type, attackers, accomplices }: Pick<KnownAttack, 'type' | keyof Attackers>,
  bootstrap: PeerName | undefined,
): AttackSight | undefined {
  const there = (names: readonly PeerName[]): PeerName[] =>
    names.filter((name) => world.peers.get(name)?.live === true)
  const sight = { attackers: there(attackers), accomplices: there(accomplices) }
  if (type !== 'bootstrap') {
    return sight.attackers.length > 0 ? { ...sight, block: undefined } : undefined
  }
  const block = [...world.faults.values()].find(
    (fault) => fault.type === 'block' && !fault.between && includes(fault.peers, bootstrap),
  )
  return block && { ...sight, block }
}

/** One figure of the damage. */
export interface AttackFigure {
  /** `4 of 8`. */
  readonly value: string
  /** What that is of: the rest of the sentence. */
  readonly words: string
  /** How bad it is: 0 to 1; undefined where nothing can be said yet. */
  readonly harm: number | undefined
}

/** What the figures are counted by. */
export interface FigureRules {
  /** Bucket size, and copies of a record. */
  readonly k: number
  /** Records that a peer keeps at most; undefined where nothing bounds them. */
  readonly mostRecords: number | undefined
}

/** Lookups that are counted: the latest that have ended. */
const LATEST = 20

/** The damage of an attack that is under way, counted from what the World shows. */
export function attackFigures(
  world: World,
  attack: Pick<KnownAttack, 'type' | 'keys' | 'since'>,
  sight: AttackSight,
  rules: FigureRules,
): AttackFigure[] {
  const gang = new Set([...sight.attackers, ...sight.accomplices])
  switch (attack.type) {
    case 'bootstrap':
      return [newcomers(world, sight.block?.setAt ?? Infinity)]
    case 'eclipse':
      return attack.keys.flatMap((key) => eclipsed(world, key, gang, rules))
    case 'poison':
      return poisoned(world, attack.keys, gang)
    case 'flood':
      return flooded(world, attack.keys, gang, rules)
    case 'liars':
      return [misled(world, attack.since, gang, rules)]
    case 'silence':
      return silenced(world, attack.keys, gang, rules)
  }
}

function newcomers(world: World, since: number): AttackFigure {
  const came = livePeers(world).filter(({ startedAt = 0 }) => startedAt > since)
  const out = came.filter(({ contacts }) => contacts.size === 0)
  if (came.length === 0) return { value: '0', words: 'newcomers so far', harm: undefined }
  return share(out.length, came.length, 'newcomers are left outside')
}

function eclipsed(
  world: World,
  key: RecordKey,
  gang: ReadonlySet<PeerName>,
  { k }: FigureRules,
): AttackFigure[] {
  const closest = closestLive(world, kadIdOfKey(key), k)
  const near = closest.filter(({ peerId }) => gang.has(peerId))
  const copies = copiesOf(world, world.records.get(key), gang)
  return [
    share(near.length, closest.length, 'closest to the key are attackers'),
    share(
      k - Math.min(k, copies.length),
      k,
      `copies at honest peers are gone, ${copies.length === 0 ? 'none' : copies.length} left`,
    ),
  ]
}

function poisoned(
  world: World,
  keys: readonly RecordKey[],
  gang: ReadonlySet<PeerName>,
): AttackFigure[] {
  const records = keys.map((key) => world.records.get(key)).filter((one) => one !== undefined)
  const copies = records.flatMap((record) => copiesOf(world, record, gang))
  const bad = copies.filter(({ storedBy }) => gang.has(storedBy))
  const refused = records
    .flatMap(({ rejections }) => rejections)
    .filter(({ from }) => gang.has(from))
  const words = `copies of ${countOf(records.length, 'record')} say what the attacker wrote`
  const figures = [share(bad.length, copies.length, words)]
  if (refused.length === 0) return figures
  const times = countOf(refused.length, 'time')
  return [...figures, { value: times, words: 'holders refused its value', harm: undefined }]
}

function flooded(
  world: World,
  keys: readonly RecordKey[],
  gang: ReadonlySet<PeerName>,
  { mostRecords }: FigureRules,
): AttackFigure[] {
  const honest = honestPeers(world, gang)
  const fullest = honest.reduce<Peer | undefined>(
    (most, peer) => (peer.holds.size > (most?.holds.size ?? -1) ? peer : most),
    undefined,
  )
  if (fullest === undefined) return []
  const junk = [...fullest.holds.keys()].filter((key) => {
    const by = world.records.get(key)?.holders.get(fullest.peerId)?.storedBy
    return by !== undefined && gang.has(by)
  })
  const bound = mostRecords === undefined ? 'Nothing bounds it' : `Bound: ${mostRecords}`
  const from = `${junk.length} of them the attackers’`
  const gone = keys.filter((key) => copiesOf(world, world.records.get(key), gang).length === 0)
  return [
    {
      value: countOf(fullest.holds.size, 'record'),
      words: `on the fullest shelf, ${fullest.name}’s, ${from}. ${bound}.`,
      harm: undefined,
    },
    share(gone.length, keys.length, 'records of others have no copy left'),
  ]
}

function misled(
  world: World,
  since: number,
  gang: ReadonlySet<PeerName>,
  { k }: FigureRules,
): AttackFigure {
  const made = [...world.lookups.values()]
    .filter(({ by, background, startedAt, finishedAt }) => {
      return !background && !gang.has(by) && startedAt >= since && finishedAt !== undefined
    })
    .slice(-LATEST)
  if (made.length === 0) return { value: '0', words: 'lookups since it began', harm: undefined }
  const honest = honestPeers(world, gang)
  // A record lies at these, so a get that asks none of them finds nothing.
  const lost = made.filter(({ target, messages }) => {
    const near = closestTo(target, honest, k, ({ kadId }) => kadId).map(({ peerId }) => peerId)
    return !messages.some(({ to, state }) => state === 'answered' && near.includes(to))
  })
  return share(lost.length, made.length, `latest lookups asked none of the ${k} honest closest`)
}

function silenced(
  world: World,
  keys: readonly RecordKey[],
  gang: ReadonlySet<PeerName>,
  { k }: FigureRules,
): AttackFigure[] {
  if (keys.length === 0) return []
  const copies = keys.map((key) => copiesOf(world, world.records.get(key), gang).length)
  const kept = copies.reduce((sum, count) => sum + Math.min(k, count), 0)
  const wanted = keys.length * k
  const frail = copies.filter((count) => count <= 1).length
  return [
    share(wanted - kept, wanted, `copies of ${countOf(keys.length, 'record')} are missing`),
    share(frail, keys.length, 'records with one copy left, or none'),
  ]
}

/** The copies of a record at honest peers that are there. */
function copiesOf(
  world: World,
  record: StoredRecord | undefined,
  gang: ReadonlySet<PeerName>,
): { readonly storedBy: PeerName }[] {
  return [...(record?.holders ?? [])]
    .filter(([peer]) => !gang.has(peer) && world.peers.get(peer)?.live === true)
    .map(([, holding]) => holding)
}

function honestPeers(world: World, gang: ReadonlySet<PeerName>): Peer[] {
  return livePeers(world).filter(({ peerId }) => !gang.has(peerId))
}

function share(count: number, of: number, words: string): AttackFigure {
  return { value: `${count} of ${of}`, words, harm: of === 0 ? undefined : count / of }
}

function includes(peers: readonly PeerName[], peer: PeerName | undefined): boolean {
  return peer !== undefined && peers.includes(peer)
}
