import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { modulesPath } from './qr.ts'

describe('a QR code as a path', () => {
  it('makes one rectangle of each run', () => {
    expect(
      modulesPath([
        [true, true, false],
        [false, false, true],
      ]),
    ).toBe('M0 0h2v1h-2zM2 1h1v1h-1z')
  })

  it('covers exactly the dark modules', () => {
    const { data } = encode('http://192.168.1.20:8080/?room=main')
    const dark = data.flat().filter(Boolean).length
    const covered = [...modulesPath(data).matchAll(/h(\d+)v1/g)]
      .map((run) => Number(run[1]))
      .reduce((sum, run) => sum + run, 0)
    expect(covered).toBe(dark)
  })
})
