import { describe, expect, test } from 'vitest'
import { palette } from '../../src/reports/palette.ts'

/** Relative luminance of a colour, from 0 to 1 (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const colours = palette[theme]

  test.each(['ink', 'soft', 'accent', 'chance', 'good', 'bad', 'fold', 'subject'])(
    'text in %s has a contrast of 4.5 on the page and on panels',
    (name) => {
      expect(contrast(colours[name], colours.paper)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colours[name], colours.panel)).toBeGreaterThanOrEqual(4.5)
    },
  )

  test('numbers in the darkest cell of a matrix have it too', () => {
    expect(contrast(colours.ink, colours.cell)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7'])('%s can be seen: 3', (name) => {
    expect(contrast(colours[name], colours.paper)).toBeGreaterThanOrEqual(3)
  })
})
