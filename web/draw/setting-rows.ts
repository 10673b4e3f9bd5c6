// A room's settings beside what the real world uses.

import type { RoomSettings } from '../../src/room/settings.ts'
import { formatBytes, formatMs } from './format.ts'

/** One setting, here and elsewhere. */
export interface SettingRow {
  readonly name: string
  readonly means: string
  readonly here: string
  /** As the Kademlia paper and IPFS's public DHT have it. */
  readonly world: string
}

/** The settings that decide what the DHT looks like. */
export function settingRows(settings: RoomSettings): SettingRow[] {
  return [
    {
      name: 'k',
      means: 'bucket size, and copies of a record',
      here: settings.k.toString(),
      world: '20',
    },
    {
      name: 'alpha',
      means: 'requests under way at once',
      here: settings.alpha.toString(),
      world: '3 or 10',
    },
    {
      name: 'paths',
      means: 'disjoint paths of a lookup',
      here: settings.disjointPaths.toString(),
      world: '1 or 10',
    },
    {
      name: 'republish',
      means: 'how often holders see to the copies',
      here: formatMs(settings.republishMs),
      world: '1 h',
    },
    {
      name: 'expiry',
      means: 'how long a record lives unattended',
      here: formatMs(settings.expireMs),
      world: '24 to 48 h',
    },
    {
      name: 'value',
      means: 'the largest value of a record',
      here: formatBytes(settings.maxValueBytes),
      world: 'some KiB',
    },
  ]
}
