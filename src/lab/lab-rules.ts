// The rules of a Lab's DHT, without the Lab: the page needs them and not what runs on them.

import type { DhtRules } from '../peer/hosted-peer.ts'
import { settingsOf } from './attack/defend.ts'
import type { Scenario } from './scenario.ts'

/** The rules of a Lab's DHT. */
export function rulesOfLab(scenario: Scenario): DhtRules {
  const { k, alpha, paths, expireMs, republishMs, mostRecords } = settingsOf(scenario)
  return {
    room: 'lab',
    protocol: '/kadscope/lab/kad/1.0.0',
    k,
    alpha,
    disjointPaths: paths,
    republishMs,
    expireMs,
    maxValueBytes: 16_384,
    mostRecords,
  }
}
