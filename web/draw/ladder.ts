// The ladder of joining: its rungs in order, what each means, and when a peer reached it.

import { stage as stages, type Stage } from '../../src/event/schema.ts'
import type { Peer } from '../../src/world/world.ts'

/**
 * `now` is the first rung that has not been reached while the peer climbs. `untold` are those of a
 * peer that was in before anybody told of it: nobody knows when it climbed them.
 */
export type RungState = 'done' | 'now' | 'ahead' | 'untold'

/** One rung. */
export interface Rung {
  readonly stage: Stage
  readonly title: string
  readonly means: string
  readonly state: RungState
  /** Milliseconds since the peer started. */
  readonly ms: number | undefined
  /** Milliseconds since the rung before. */
  readonly took: number | undefined
}

const WORDS: Readonly<Record<Stage, readonly [title: string, means: string]>> = {
  identity: [
    'Identity',
    'The tab makes a key pair. The hash of the public key is its id, and the hash of that is its place in the id space.',
  ],
  dial: [
    'Dial',
    'It opens a WebSocket to the relay, the one peer whose address it knows. Any peer of the room would do.',
  ],
  identify: [
    'Identify',
    'Both prove who they are and tell which protocols they speak and where they can be reached.',
  ],
  reserve: [
    'Reserve',
    'The relay agrees to pass on the first words of others: a tab cannot be called from outside.',
  ],
  lookup: [
    'First lookup',
    'It looks for its own id. Whoever answers learns of it, and it learns who its neighbours are.',
  ],
  direct: [
    'Direct wires',
    'With the relay as introduction it opens WebRTC wires to other tabs; from then on they need no relay.',
  ],
  ready: ['Ready', 'Its table has contacts: it can store, find and serve records.'],
}

/** Rungs that there are on virtual wires too, where nobody dials a relay. */
const VIRTUAL: readonly Stage[] = ['identity', 'lookup', 'ready']

/**
 * The ladder of a peer: what it has reached, in the order of time, then what lies ahead. Of nobody,
 * all lies ahead.
 */
export function ladderOf(peer: Peer | undefined): Rung[] {
  const reached = [...(peer?.stages ?? [])].sort((a, b) => a.ms - b.ms)
  const rungs = peer?.agent === 'lab' ? VIRTUAL : stages.options
  const ready = isReady(peer)
  const first = reached[0] === undefined ? rungs.length : rungs.indexOf(reached[0].stage)
  const done = reached.map(({ stage, ms }, index) => {
    const before = reached[index - 1]?.ms ?? 0
    return rungOf(stage, {
      state: 'done',
      ms,
      took: index === 0 && first > 0 ? undefined : ms - before,
    })
  })
  const missing = rungs.filter((stage) => !reached.some((rung) => rung.stage === stage))
  /**
   * What a peer climbed without anybody telling, as far as that can be known. On virtual wires a peer
   * that is ready has climbed all rungs: a Lab that tells too much leaves some of it out (SPEC V9).
   */
  const untold = (stage: Stage): boolean =>
    (ready && peer?.agent === 'lab') ||
    (peer !== undefined && peer.startedAt === undefined && (ready || rungs.indexOf(stage) < first))
  const next = missing.find((stage) => !untold(stage))
  const rest = missing.map((stage) => {
    const state = untold(stage) ? 'untold' : stage === next && !ready ? 'now' : 'ahead'
    return rungOf(stage, { state, ms: undefined, took: undefined })
  })
  const isEarlier = ({ state, stage }: Rung): boolean =>
    state === 'untold' && (first === rungs.length || rungs.indexOf(stage) < first)
  return [...rest.filter(isEarlier), ...done, ...rest.filter((rung) => !isEarlier(rung))]
}

/** Whether a peer has come far enough to work: it may get its first direct wire after that. */
export function isReady(peer: Peer | undefined): boolean {
  return peer?.stage === 'ready' || peer?.stages.some(({ stage }) => stage === 'ready') === true
}

/** Whether a peer was in before anybody told how it got there: see SPEC W4. */
export function isUntold(peer: Peer | undefined): boolean {
  return peer?.stages.length === 0 && peer.startedAt === undefined
}

function rungOf(stage: Stage, how: Pick<Rung, 'state' | 'ms' | 'took'>): Rung {
  const [title, means] = WORDS[stage]
  return { stage, title, means, ...how }
}
