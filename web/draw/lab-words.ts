// What is said of faults and attacks, in plain words.

import type { FaultType } from '../../src/event/schema.ts'
import type { AttackType } from '../../src/lab/attack/attack.ts'
import { countOf, formatMs } from './format.ts'
import { wireCount } from './lab-wires.ts'

/** What of a fault is put into words. */
export interface FaultFacts {
  readonly type: FaultType
  readonly peers: readonly unknown[]
  readonly amount: number | undefined
  /** It hits the wires between these peers and no other wire of theirs. */
  readonly between: boolean
}

/** What a fault does, in one short sentence. */
export function faultSentence({ type, peers, amount = 0, between }: FaultFacts): string {
  const who = between ? countOf(wireCount(peers.length), 'wire') : countOf(peers.length, 'peer')
  switch (type) {
    case 'crash':
      return `${who} crashed without a word`
    case 'partition':
      return `Cut in two: ${who} on one side`
    case 'latency':
      return `${who} slow: ${formatMs(amount)} more each way`
    case 'loss':
      return `${who} lossy: ${percent(amount)} of messages lost`
    case 'block':
      if (!between) return `${who} blocked: nobody gets through`
      return `${who} cut: ${peers.length > 2 ? 'their' : 'its'} ends can’t reach each other`
  }
}

/** A share of 1 as percent. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.0095 ? 1 : 0)} %`
}

/** One attack as the menu tells of it. */
export interface AttackWords {
  readonly title: string
  /** What the attackers do, and why it works. */
  readonly does: string
  readonly defence: string
  /** Why that helps. */
  readonly helps: string
  /** Where in the picture to look, and what happens there. */
  readonly watch: { readonly attacked: string; readonly defended: string }
}

/** Every attack in plain words. */
export const ATTACK_WORDS: Readonly<Record<AttackType, AttackWords>> = {
  bootstrap: {
    title: 'Block the way in',
    does: 'A firewall cuts off the bootstrap. Those who are in go on as before; newcomers find nobody to ask.',
    defence: 'Several bootstraps and invitations',
    helps:
      'Any peer that is in can let others in. A newcomer who knows more than one needs only one of them to answer.',
    watch: {
      attacked: 'Press Add 10: the newcomers stand on the ring, and no wire leads to them.',
      defended: 'Press Add 10: the newcomers ask another bootstrap, and wires lead to them.',
    },
  },
  eclipse: {
    title: 'Eclipse a key',
    does: 'Attackers make up ids that lie nearer to one key than anybody else’s. All copies of its record go to them, and they lose it.',
    defence: 'More copies than attackers',
    helps:
      'With a larger k the record also goes to honest peers, and a lookup asks them too. Ids that cost something to make help as well.',
    watch: {
      attacked:
        'The cross hairs are the key. Triangles take the places nearest to it; at each republish copies at honest peers go. Speed the Lab up to see that sooner.',
      defended:
        'The cross hairs are the key. The triangles come just as near, but k is larger than their number: honest peers farther out hold copies.',
    },
  },
  poison: {
    title: 'Poison a value',
    does: 'A name under /u/ belongs to nobody: whoever writes last decides what everybody reads.',
    defence: 'Content addresses',
    helps:
      'The key is the hash of the value, so any other value is refused by each peer by itself. Signatures do the same for names.',
    watch: {
      attacked:
        'The cross hairs are one of the records. The triangle sends each holder its own value, and they take it.',
      defended:
        'The cross hairs are one of the records. The triangle sends each holder its own value, and they refuse it.',
    },
  },
  flood: {
    title: 'Flood with records',
    does: 'Attackers store records without end, until peers have no room left for those of others.',
    defence: 'A bound on what each peer keeps',
    helps:
      'A full peer lets go what lies farthest from its own id: a flood can take its memory only up to the bound.',
    watch: {
      attacked:
        'From the triangles messages go out to everybody, and shelves grow with all that is sent.',
      defended:
        'From the triangles messages go out to everybody, but no shelf grows past its bound.',
    },
  },
  liars: {
    title: 'Lie about who is near',
    does: 'Attackers answer every question with accomplices that seem to lie close to the key. The lookup follows them away from the honest.',
    defence: 'Disjoint paths',
    helps: 'Several paths that share no peer: one path without a liar is enough.',
    watch: {
      attacked:
        'Dashed triangles are accomplices: only attackers name them. Lookups are led to them, away from the honest peers that have the record.',
      defended:
        'Dashed triangles are accomplices: only attackers name them. Lookups go several ways at once, so that most still ask honest peers near the key.',
    },
  },
  silence: {
    title: 'Sit on a key and keep nothing',
    does: 'Attackers answer lookups as they should, so that they count among the k closest. Sent a copy, they keep none: when honest holders crash, the record is gone.',
    defence: 'A majority must confirm',
    helps:
      'A put counts only when most of the k closest confirm their copy. Where they don’t, the publisher takes another key.',
    watch: {
      attacked:
        'Triangles are among the closest to each key and keep no copy. Press Crash a third: records with few copies are lost.',
      defended:
        'Triangles are among the closest to each key, but records are only where most copies were confirmed. Press Crash a third: more of them outlive it.',
    },
  },
}
