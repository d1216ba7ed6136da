import { describe, expect, test } from 'vitest'
import { divergingColour, sequentialColour } from '../../src/reports/colour-map.ts'

/** Relative luminance of a colour, from 0 to 1. */
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => {
    const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
}

const parts = Array.from({ length: 33 }, (_, i) => i / 32)

describe('colours of scales', () => {
  test('the sequential one gets lighter all the way, from dark to light', () => {
    const light = parts.map((part) => luminance(sequentialColour(part)))
    for (let i = 1; i < light.length; i++) expect(light[i]).toBeGreaterThan(light[i - 1])
    expect(light[0]).toBeLessThan(0.06)
    expect(light[32]).toBeGreaterThan(0.6)
  })

  test('the diverging one gets darker alike to both sides', () => {
    for (const part of parts) {
      const [below, above] = [divergingColour(-part), divergingColour(part)].map(luminance)
      expect(Math.abs(below - above)).toBeLessThan(0.05)
    }
    expect(luminance(divergingColour(0))).toBeGreaterThan(0.85)
  })

  test('beyond the ends are the ends', () => {
    expect(sequentialColour(7)).toBe(sequentialColour(1))
    expect(divergingColour(-3)).toBe(divergingColour(-1))
    expect(divergingColour(0)).toMatch(/^#[0-9a-f]{6}$/)
  })
})
