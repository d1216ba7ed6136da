import { describe, expect, test } from 'vitest'
import { tangent } from '../../../src/stages/feature/tangent.ts'
import { makeMatrices, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import { takeRows } from '../../../src/tables/rows.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { linalgGolden } from '../../linalg-golden.ts'

interface Case {
  size: number
  matrices: number[]
  tangent: number[]
  tangentEuclid: number[]
  tangentIdentity: number[]
}
const context = { tables: {}, seed: 0 }

function matrices(values: readonly number[], size: number): Table<'matrices'> {
  const rows = values.length / size ** 2
  const window = Int32Array.from({ length: rows }, (_, r) => r)
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const names = JSON.stringify(['a', 'b', 'c', 'd', 'e', 'f'].slice(0, size))
  const meta = { names, unit: 'uV²', ...labelsMeta(recordingOf()) }
  return makeMatrices(keysFor(recordingOf(), rows), spans, Float32Array.from(values), meta)
}

function run(train: Table, input: Table, options = {}): Table<'features'> {
  const given = tangent.options.parse(options)
  return tangent.apply(input, tangent.fit(train, given, context), given) as Table<'features'>
}

describe('tangent', () => {
  test.each(linalgGolden<Case[]>('riemann.json'))('matrices of $size equal pyRiemann', (golden) => {
    const { size } = golden
    const table = matrices(golden.matrices, size)
    const why = 'matrices are stored in f32, their condition number is up to 1e6'
    const relative = size === 6 ? 1e-4 : 1e-6
    expectClose(matrixOf(run(table, table)).values, golden.tangent, { relative, why })
    const euclid = run(table, table, { reference: 'euclid' })
    expectClose(matrixOf(euclid).values, golden.tangentEuclid, { relative, why })
    const log = run(takeRows(table, []), table, { reference: 'identity' })
    expectClose(matrixOf(log).values, golden.tangentIdentity, { relative, why })
  })

  test('features are named by pairs of channels, facts tell the iterations', () => {
    const table = matrices([2, 0, 0, 3, 3, 0, 0, 2], 2)
    const out = run(table, table)
    expect(JSON.parse(out.meta.names)).toEqual(['a~a', 'a~b', 'b~b'])
    const given = tangent.options.parse({})
    const facts = tangent.describe?.(tangent.fit(table, given, context))
    expect(facts).toMatchObject({ reference: 'riemann', channels: 2 })
  })

  test('at the identity nothing is fitted: the stage looks at its own recording', () => {
    const given = tangent.options.parse({ reference: 'identity' })
    expect(tangent.scopeOf?.(given)).toBe('recording')
    expect(tangent.scopeOf?.(tangent.options.parse({}))).toBe('fold')
    const out = run(matrices([1], 1), matrices([Math.E, 0, 0, 1], 2), { reference: 'identity' })
    expectClose(matrixOf(out).values, [1, 0, 0], { relative: 1e-6, why: 'stored in f32' })
  })

  test('a matrix that is not positive definite is named; other sizes are refused', () => {
    const good = matrices([2, 0, 0, 3, 3, 0, 0, 2], 2)
    const bad = matrices([2, 0, 0, 3, 1, 1, 1, 1], 2)
    expect(() => run(bad, good)).toThrow(/rank-deficient.*recording S1_1, window 1/)
    expect(() => run(good, bad)).toThrow(/rank-deficient/)
    expect(() => run(good, matrices([1], 1))).toThrow(/length-mismatch/)
    expect(() => run(takeRows(good, []), good)).toThrow(/length-mismatch/)
  })

  test('NaN is refused in training and stays in its row later', () => {
    const good = matrices([2, 0, 0, 3, 3, 0, 0, 2], 2)
    const bad = matrices([2, 0, 0, 3, NaN, 0, 0, 1], 2)
    expect(() => run(bad, good)).toThrow(/non-finite/)
    const { values } = matrixOf(run(good, bad))
    expect([...values].map(Number.isNaN)).toEqual([false, false, false, true, true, true])
  })
})
