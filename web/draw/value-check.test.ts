import { describe, expect, it } from 'vitest'
import { checkPut, keyFault } from './value-check.ts'

describe('what was typed', () => {
  it('is stored under its hash when no key is given', () => {
    expect(checkPut({ text: 'hello', kind: 'text', key: ' ' }, 100)).toEqual({
      ok: true,
      value: 'hello',
      key: undefined,
    })
  })

  it('is parsed where it is JSON', () => {
    const checked = checkPut({ text: '{"a":[1]}', kind: 'json', key: '/u/a' }, 100)
    expect(checked).toEqual({ ok: true, value: { a: [1] }, key: '/u/a' })
  })

  it('is refused beside the value with line and column when it is not JSON', () => {
    const checked = checkPut({ text: '{\n  a: 1}', kind: 'json', key: '' }, 100)
    expect(checked).toMatchObject({ ok: false, field: 'value' })
    expect(checked.ok ? '' : checked.message).toContain('line 2, column 3')
  })

  it('is refused beside the value when it has too many bytes, not characters', () => {
    expect(checkPut({ text: 'ä'.repeat(60), kind: 'text', key: '' }, 100)).toMatchObject({
      ok: false,
      field: 'value',
      message: 'This is 120 B; a record may have 100 B at most.',
    })
  })

  it('is refused beside the key when that is no key', () => {
    expect(checkPut({ text: 'a', kind: 'text', key: 'motd' }, 100)).toMatchObject({
      ok: false,
      field: 'key',
    })
    expect(keyFault('/u/motd')).toBeUndefined()
    expect(keyFault('/u/')).toBeDefined()
  })
})
