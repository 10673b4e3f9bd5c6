// Facts about what is looked up: whatever is typed, it is a target.

import { expect, test } from 'vitest'
import { parseLookupTarget } from '../../src/kad/record-key.ts'
import { targetOf } from './lookup-target.ts'

test('keys and peer ids stay as they are, words become keys, and nothing a key by chance', () => {
  const peer = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp'
  expect(targetOf(' /u/motd ')).toBe('/u/motd')
  expect(targetOf(peer)).toBe(peer)
  expect(targetOf('the  old/oak')).toBe('/u/the-old-oak')
  expect(targetOf('')).not.toBe(targetOf(''))
  for (const text of ['/u/motd', peer, 'the  old/oak', '']) {
    expect(() => parseLookupTarget(targetOf(text))).not.toThrow()
  }
})
