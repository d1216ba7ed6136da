import { describe, expect, test } from 'vitest'
import { rdm } from '../../../src/stages/feature/rdm.ts'
import { rdmPairs } from '../../../src/stages/feature/rdm-pairs.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import { f64Of, type Table, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fitApply, runStage } from '../../run-stage.ts'
import { golden, rowsWhere } from './rsa-rows.ts'

const options = { by: 'event', distance: 'euclidean' } as const
const rdms = [0, 1].map((run) =>
  fitApply(rdm, options, { train: rowsWhere((row) => golden.run[row] === run) }),
)
const table = concatTables(rdms)
const half = [['c0', 'c1'], ['c2', 'c3'], ['c4']]

describe('rdmPairs', () => {
  test('a row a pair, scaled, without the pairs that no model tells', async () => {
    const models = { groups: { half, other: [['c0'], ['c1', 'c2', 'c3', 'c4']] } }
    const out = (await runStage(rdmPairs, table, models)) as Table<'features'>
    expect([out.rows, matrixOf(out).cols, out.meta.names]).toEqual([20, 2, '["half","other"]'])
    const pairs = wordsOf(out, 'pair')
    expect(pairs.slice(0, 4)).toEqual(['c0~c1', 'c0~c2', 'c0~c3', 'c0~c4'])
    expect([...matrixOf(out).values.subarray(0, 4)]).toEqual([0, 1, 1, 1])
    const measured = f64Of(out, 'dissimilarity')
    const squares = measured.subarray(0, 10).reduce((sum, value) => sum + value * value, 0)
    expectClose([squares], [10], { absolute: 1e-9, why: 'rounding' })
  })

  test('without scaling the measured numbers stay', async () => {
    const out = (await runStage(rdmPairs, table, {
      groups: {
        half: [
          ['c0', 'c1', 'c2'],
          ['c3', 'c4', 'c5'],
        ],
      },
      scale: 'none',
    })) as Table<'features'>
    const { values } = matrixOf(table as Table<'features'>)
    expect([...f64Of(out, 'dissimilarity')]).toEqual([...values])
  })

  test('no model and an unknown condition are refused', async () => {
    expect(() => rdmPairs.options.parse({})).toThrow(/model is needed/)
    const unknown = { groups: { m: [['c0'], ['x']] } }
    await expect(runStage(rdmPairs, table, unknown)).rejects.toThrow(/target-missing/)
  })
})
