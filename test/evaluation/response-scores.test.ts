import { expect, test } from 'vitest'
import { blockMoves, columnCorrelations } from '../../src/evaluation/response-scores.ts'
import { correlation } from '../../src/kernels/correlation.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

const [a, b] = [normals(24, 1), normals(24, 2)]
const rows = [Int32Array.of(0, 1, 2, 3), Int32Array.of(4, 5, 6, 7)]

test('correlations of columns, the mean over groups that vary', () => {
  const column = (x: Float64Array, d: number, own: Int32Array) =>
    Float64Array.from(own, (row) => x[row * 3 + d])
  const flat = b.map((value, i) => (i < 12 && i % 3 === 1 ? 5 : value))
  const found = columnCorrelations(a, flat, 3, { own: rows, other: rows })
  const expected = [0, 1, 2].map((d) => {
    const each = rows.map((own) => correlation(column(a, d, own), column(flat, d, own)))
    return d === 1 ? each[1] : (each[0] + each[1]) / 2
  })
  expectClose(found, expected, { absolute: 1e-12, why: 'other order of sums' })
})

test('blocks move as they are; drawn with replacement there are as many rows', () => {
  const own = Int32Array.of(3, 4, 5, 6, 7)
  const shuffled = blockMoves(own, 2, random(3), 'shuffle')
  expect([...shuffled].sort()).toEqual([...own])
  expect([...shuffled.join()].join('')).toMatch(/3,4|5,6/)
  expect(blockMoves(own, 2, random(1), 'replace')).toHaveLength(5)
})
