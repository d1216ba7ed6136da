import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { childrenOf, metadataOf, parseXml } from '../../src/io/xml.ts'

const parse = (text: string) => parseXml(text, 'x.xml')

describe('parseXml', () => {
  test('elements, attributes, text, CDATA, comments and entities', () => {
    const root = parse(
      `<?xml version="1.0"?><!DOCTYPE a SYSTEM "x.dtd" [<!ENTITY b "c">]>\n<a x="1 &lt; 2" y='z'>` +
        '<!-- no --><b/>t&amp;<![CDATA[<&>]]>&#65;&#x42;<b>2</b></a>\n',
    )
    expect(root.attributes).toEqual({ x: '1 < 2', y: 'z' })
    expect(root.text).toBe('t&<&>AB')
    expect(childrenOf(root, 'b').map(({ text }) => text)).toEqual(['', '2'])
  })

  test('metadata are pairs', () => {
    const pair = '<MD><Name><![CDATA[a]]></Name><Value>b</Value></MD>'
    expect(metadataOf(parse(`<g><MetaData>${pair}</MetaData></g>`))).toEqual({ a: 'b' })
  })

  test.each([
    ['ends too early', '<a><b></b>', /file-truncated/],
    ['ends inside of a tag', '<a', /file-truncated/],
    ['closes another element', '<a></b>', /file-corrupt/],
    ['two elements', '<a/><b/>', /file-corrupt/],
    ['text outside', 'x<a/>', /file-corrupt/],
    ['an entity of its own', '<a>&own;</a>', /file-corrupt/],
    ['a tag that is none', '<a 1=2/>', /file-corrupt/],
    ['too deep', `${'<a>'.repeat(70)}${'</a>'.repeat(70)}`, /file-corrupt/],
    ['nothing', '', /file-truncated/],
  ])('refuses a document that %s', (_, text, says) => {
    expect(() => parse(text)).toThrow(says)
  })

  test('properties: any text ends in an element or a catalogue failure', () => {
    const word = fc.constantFrom(
      '<a>',
      '</a>',
      '<b x="1"/>',
      '&lt;',
      '<![CDATA[',
      ']]>',
      '<!--',
      'x',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        try {
          parse(words.join(''))
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(NeurarrowError)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
