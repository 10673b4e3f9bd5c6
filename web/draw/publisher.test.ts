// Facts about who vouches for a record.

import { expect, test } from 'vitest'
import type { RecordKey } from '../../src/kad/kad-id.ts'
import { population } from '../../src/kad/test-population.ts'
import { publisherOf } from './publisher.ts'

const [peer = ''] = population(1, 'publisher')

test.each([
  [`/m/${peer}/page`, peer],
  [`/n/chess/${peer}`, peer],
  [`/c/${'0'.repeat(64)}`, undefined],
  ['/u/page', undefined],
  ['/zz/page', undefined],
])('R10 of %s', (key, publisher) => {
  expect(publisherOf(key as RecordKey)).toBe(publisher)
})
