import { describe, expect, test } from 'vitest'
import { modelRecovery } from '../../../src/stages/feature/model-recovery.ts'
import { rdm } from '../../../src/stages/feature/rdm.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import type { Table } from '../../../src/tables/table.ts'
import { fitApply, runStage } from '../../run-stage.ts'
import { golden, rowsWhere } from './rsa-rows.ts'

const groups = {
  halves: [
    ['c0', 'c1', 'c2'],
    ['c3', 'c4', 'c5'],
  ],
  pairs: [
    ['c0', 'c1'],
    ['c2', 'c3'],
    ['c4', 'c5'],
  ],
}

describe('modelRecovery', () => {
  const perRun = [0, 1, 2, 3].map((run) => {
    const train = rowsWhere((row) => golden.run[row] === run)
    return fitApply(rdm, { by: 'event', distance: 'euclidean' }, { train })
  })
  const table = concatTables(perRun)

  test('one row for a subject: how often each model is taken for each', async () => {
    const out = (await runStage(modelRecovery, table, { groups })) as Table<'features'>
    const names = ['accuracy', 'halves>halves', 'halves>pairs', 'pairs>halves', 'pairs>pairs']
    expect(JSON.parse(out.meta.names)).toEqual(names)
    const { values, rows } = matrixOf(out)
    expect(rows).toBe(1)
    expect(values[1] + values[2]).toBeCloseTo(1, 6)
    expect(values[0]).toBeCloseTo((values[1] + values[4]) / 2, 6)
    expect(values[0]).toBeGreaterThan(0.5)
    expect(notesOf(out)[0]).toMatchObject({ says: expect.stringMatching(/^models recovered in 0/) })
  })

  test('a single RDM has no noise to go by', async () => {
    const one = runStage(modelRecovery, perRun[0], { groups })
    await expect(one).rejects.toThrow(/split-impossible/)
  })

  test('one model is none to be told from', () => {
    const { halves } = groups
    expect(modelRecovery.options.safeParse({ groups: { halves } }).success).toBe(false)
  })
})
