import { describe, expect, it } from 'vitest'
import { cssOf, peerColour, toRgb, withAlpha } from './colour.ts'

describe('OKLCH to sRGB', () => {
  it('gives black, white and the known OKLCH of pure red', () => {
    expect(toRgb({ l: 0, c: 0, h: 0 })).toEqual([0, 0, 0])
    expect(toRgb({ l: 1, c: 0, h: 0 })).toEqual([255, 255, 255])
    expect(toRgb({ l: 0.62796, c: 0.25768, h: 29.234 })).toEqual([255, 0, 0])
  })

  it('keeps every hue of both themes inside the range of a channel', () => {
    for (let hue = 0; hue < 360; hue += 5) {
      for (const tone of ['dark', 'light'] as const) {
        expect(peerColour(hue, tone)).toMatch(/^rgb\(\d{1,3}, \d{1,3}, \d{1,3}\)$/)
      }
    }
  })

  it('adds an opacity', () => {
    expect(withAlpha(cssOf({ l: 1, c: 0, h: 0 }), 0.5)).toBe('rgba(255, 255, 255, 0.5)')
  })
})
