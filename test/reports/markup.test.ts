import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeText, html } from '../../src/reports/markup.ts'

describe('html', () => {
  test('values are escaped, markup and lists of it are not', () => {
    const item = (name: string) => html`<li>${name}</li>`
    expect(html`<ul title="${'"'}">${['<a>', 'b'].map(item)}</ul>`.markup).toBe(
      '<ul title="&#34;"><li>&#60;a&#62;</li><li>b</li></ul>',
    )
  })

  test('nothing stands for what is not there, zero for zero', () => {
    expect(html`a${undefined}${false}${''}${0}b`.markup).toBe('a0b')
  })
})

describe('properties', () => {
  test('no text opens a tag, closes an attribute or loses a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeText(text)
        expect(escaped).not.toMatch(/[<>"'`]/)
        const back = escaped.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
        expect(back).toBe(text)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
