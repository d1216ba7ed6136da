import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bidsIgnore } from '../../src/datasets/bids-ignore.ts'

const kept = (text: string, ...paths: string[]) => {
  const isIgnored = bidsIgnore(text)
  return paths.filter((path) => !isIgnored(path))
}

describe('bidsIgnore', () => {
  test('a pattern without a slash holds in every folder', () => {
    expect(kept('*_scans.tsv\n', 'a_scans.tsv', 'x/y/b_scans.tsv', 'x/scans.txt')).toEqual([
      'x/scans.txt',
    ])
  })

  test('a slash ties it to the root, at the end it means folders', () => {
    const paths = ['extra/a.tsv', 'x/extra/a.tsv', 'extra']
    expect(kept('/extra/\n', ...paths)).toEqual(['x/extra/a.tsv', 'extra'])
    expect(kept('extra/\n', ...paths)).toEqual(['extra'])
    expect(kept('x/extra\n', ...paths)).toEqual(['extra/a.tsv', 'extra'])
  })

  test('two stars are any folders, a question mark and brackets one character', () => {
    expect(kept('**/tmp\n', 'tmp', 'a/b/tmp', 'a/tmp/b', 'tmp2')).toEqual(['tmp2'])
    expect(kept('a/**\n', 'a/b', 'a/b/c', 'a')).toEqual(['a'])
    expect(kept('sub-[0-2]?\n', 'sub-01', 'sub-2', 'sub-31')).toEqual(['sub-2', 'sub-31'])
  })

  test('the last pattern that fits decides; comments and blank lines are nothing', () => {
    expect(kept('# all\n\n*.txt\n!keep.txt\n', 'a.txt', 'keep.txt', '# all')).toEqual([
      'keep.txt',
      '# all',
    ])
  })
})

describe('properties', () => {
  const name = fc.stringMatching(/^[a-z0-9_.-]{1,6}$/).filter((s) => !/^\.+$/.test(s))

  test('a path is left out by itself, tied to the root', () => {
    const property = fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), (steps) => {
      const path = steps.join('/')
      expect(bidsIgnore(`/${path}\n`)(path)).toBe(true)
      expect(bidsIgnore(`/${path}\n`)(`${path}x`)).toBe(false)
      expect(bidsIgnore(`${path}\n!${path}\n`)(path)).toBe(false)
    })
    fc.assert(property, { seed: 1, numRuns: 50 })
  })
})
