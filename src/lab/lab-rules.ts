// The rules of a Lab's DHT, without the Lab: the page needs them and not what runs on them.

import type { DhtRules } from '../peer/create-peer.ts'
import type { Scenario } from './scenario.ts'

/** The rules of a Lab's DHT. */
export function rulesOfLab({ k, alpha, paths, expireMs, republishMs }: Scenario): DhtRules {
  return {
    room: 'lab',
    protocol: '/kadscope/lab/kad/1.0.0',
    k,
    alpha,
    disjointPaths: paths,
    republishMs,
    expireMs,
    maxValueBytes: 16_384,
  }
}
