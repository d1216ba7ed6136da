import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compilePattern,
  fillTemplate,
  insidePath,
  matchPath,
  templateFields,
} from '../../src/datasets/pattern.ts'

describe('compilePattern', () => {
  test('a field is a piece without slash and underscore, or what its expression says', () => {
    const pattern = compilePattern('Subject{number:\\d{2}}_{part}.edf')
    expect(matchPath(pattern, 'Subject07_2.edf')).toEqual({ number: '07', part: '2' })
    expect(matchPath(pattern, 'Subject7_2.edf')).toBeUndefined()
    expect(matchPath(pattern, 'Subject07_2_x.edf')).toBeUndefined()
    expect(matchPath(pattern, 'a/Subject07_2.edf')).toBeUndefined()
  })

  test('literal text is not an expression, a repeated field is the same text', () => {
    const pattern = compilePattern('{who}/{who}_a.b+(c)')
    expect(matchPath(pattern, 'S1/S1_a.b+(c)')).toEqual({ who: 'S1' })
    expect(matchPath(pattern, 'S1/S2_a.b+(c)')).toBeUndefined()
    expect(matchPath(pattern, 'S1/S1_aXb+(c)')).toBeUndefined()
  })

  test.each([
    ['Subject', 'needs a field'],
    ['{a', 'not closed'],
    ['{1}', 'name'],
    ['{a:(x+)+}', 'group'],
    ['{a:[}', 'no regular expression'],
    ['{a}_{a:\\d}', 'comes again'],
  ])('refuses %s: %s', (pattern, says) => {
    expect(() => compilePattern(pattern)).toThrow(says)
  })
})

describe('templates and paths', () => {
  test('fields are put in, unknown ones refused', () => {
    expect(templateFields('{a}-{b}')).toEqual(['a', 'b'])
    expect(fillTemplate('{a}-{b}', { a: '1', b: '{a}' })).toBe('1-{a}')
    expect(() => fillTemplate('{toString}', {})).toThrow('no field')
  })

  test('a path is normalised and stays inside', () => {
    expect(insidePath('./a/../b.edf')).toBe('b.edf')
    for (const path of ['../a', 'a/../../b', '/a', 'C:/a', 'a\\b', '', '.', 'a/']) {
      expect(() => insidePath(path)).toThrow(RangeError)
    }
  })
})

describe('properties', () => {
  test('a filled template of plain fields is matched by the same pattern', () => {
    const piece = fc.stringMatching(/^[A-Za-z0-9-]{1,8}$/)
    fc.assert(
      fc.property(piece, piece, (subject, task) => {
        const template = 'sub-{subject}/x_{task}.edf'
        const path = fillTemplate(template, { subject, task })
        expect(matchPath(compilePattern(template), path)).toEqual({ subject, task })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
