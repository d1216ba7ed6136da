import { describe, expect, test } from 'vitest'
import { parseTals } from '../../src/io/edf-annotations.ts'

const parse = (text: string, encoding: BufferEncoding = 'utf8') =>
  parseTals(new Uint8Array(Buffer.from(text, encoding)))

describe('parseTals', () => {
  test('lists have an onset, perhaps a duration, and texts; the first of a record is empty', () => {
    expect(parse('+0.5\x14\x14\0-2\x151.5\x14a\x14bé\x14\0\0\0')).toEqual({
      tals: [
        { onsetS: 0.5, durationS: 0, texts: [''] },
        { onsetS: -2, durationS: 1.5, texts: ['a', 'bé'] },
      ],
      badAt: -1,
    })
  })

  test('texts that are no UTF-8 are taken for Latin-1', () => {
    expect(parse('+1\x14ö\x14\0', 'latin1').tals[0].texts).toEqual(['ö'])
  })

  test('what is no list is skipped and its byte told', () => {
    const { tals, badAt } = parse('+1\x14a\x14\x001\x14b\x14\0+3\x14c\x14')
    expect(tals.map((tal) => tal.onsetS)).toEqual([1, 3])
    expect(badAt).toBe(6)
    expect(parse('noise').badAt).toBe(0)
  })
})
