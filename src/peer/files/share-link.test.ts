import { expect, test } from 'vitest'
import { readShareLink, writeShareLink } from './share-link.ts'

const cid = `bagaaiera${'a'.repeat(50)}`
const page = 'http://10.0.0.2:8080/?room=lab-3&view=log&peer=x#old'

test('a link leads to the share in the same room, with the key in the fragment', () => {
  const link = new URL(writeShareLink(page, { cid, key: 'abc-_1' }))
  expect(link.origin).toBe('http://10.0.0.2:8080')
  expect(Object.fromEntries(link.searchParams)).toEqual({
    room: 'lab-3',
    view: 'files',
    share: cid,
  })
  expect(link.hash).toBe('#key=abc-_1')
  expect(readShareLink(link.toString())).toEqual({ cid, key: 'abc-_1' })
})

test('a link without a key has no fragment', () => {
  const link = writeShareLink(page, { cid, key: undefined })
  expect(link).not.toContain('#')
  expect(readShareLink(link)).toEqual({ cid, key: undefined })
})

test('a bare CID is a link, anything else is none', () => {
  expect(readShareLink(` ${cid}\n`)).toEqual({ cid, key: undefined })
  for (const text of ['', 'hello', 'http://10.0.0.2:8080/?room=a', 'javascript:alert(1)']) {
    expect(readShareLink(text)).toBeUndefined()
  }
})
