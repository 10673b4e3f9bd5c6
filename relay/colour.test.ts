// Colours in a terminal.

import { expect, test } from 'vitest'
import { hasColour, rgbOfHue } from './colour.ts'

test('hues are where their names say', () => {
  const [red, green, blue] = rgbOfHue(25)
  expect(red).toBeGreaterThan(Math.max(green, blue))
  const leaf = rgbOfHue(145)
  expect(leaf[1]).toBeGreaterThan(Math.max(leaf[0], leaf[2]))
  const sky = rgbOfHue(255)
  expect(sky[2]).toBeGreaterThan(Math.max(sky[0], sky[1]))
})

test('every hue is three bytes', () => {
  for (let hue = 0; hue < 360; hue++) {
    for (const byte of rgbOfHue(hue)) {
      expect(Number.isInteger(byte) && byte >= 0 && byte <= 255).toBe(true)
    }
  }
})

test('colours are for terminals, and for nobody who says NO_COLOR', () => {
  expect(hasColour({ isTTY: true }, {})).toBe(true)
  expect(hasColour({}, {})).toBe(false)
  expect(hasColour({}, { FORCE_COLOR: '1' })).toBe(true)
  expect(hasColour({ isTTY: true }, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false)
})
