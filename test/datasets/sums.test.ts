import { describe, expect, test } from 'vitest'
import { sumsOf } from '../../src/datasets/sums.ts'

const hash = 'a'.repeat(64)

describe('sumsOf', () => {
  test('reads lines of sha256sum and skips empty ones', () => {
    expect(sumsOf(`${hash}  ./a/b.edf\n\n${hash} *c d.edf\n`)).toEqual([
      { path: 'a/b.edf', sha256: hash },
      { path: 'c d.edf', sha256: hash },
    ])
  })

  test('names the line that is wrong', () => {
    expect(() => sumsOf(`${hash}  a\nabc  b`)).toThrow('line 2')
    expect(() => sumsOf(`${hash}  a\n${hash}  a`)).toThrow('listed twice')
    expect(() => sumsOf(`${hash}  ../a`)).toThrow('inside')
  })
})
