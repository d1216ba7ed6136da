import { describe, expect, test } from 'vitest'
import { compareRdms } from '../../../src/stages/feature/compare-rdms.ts'
import { rdm } from '../../../src/stages/feature/rdm.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { rdmDrawings } from '../../../src/tables/rdm-drawing.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fmriGolden } from '../../fmri-golden.ts'
import { fitApply, runStage } from '../../run-stage.ts'
import { golden, rowsWhere, stored } from './rsa-rows.ts'

describe('compareRdms', () => {
  const perRun = [0, 1, 2, 3].map((run) => {
    const train = rowsWhere((row) => golden.run[row] === run)
    return fitApply(rdm, { by: 'event', distance: 'euclidean' }, { train })
  })
  const table = concatTables(perRun)

  test('models by groups, and the ceiling of all RDMs, in a note too', async () => {
    const groups = {
      halves: [
        ['c0', 'c1', 'c2'],
        ['c3', 'c4', 'c5'],
      ],
      pair: [['c0'], ['c1', 'c5']],
    }
    const out = (await runStage(compareRdms, table, { groups })) as Table<'features'>
    const ceilings = fmriGolden<Record<string, number[]>>('rsa.json')['ceiling spearman']
    const { values } = matrixOf(out)
    expectClose(values.subarray(2, 4), ceilings, stored)
    expect(JSON.parse(out.meta.names)).toEqual(['halves', 'pair', 'ceilingLow', 'ceilingHigh'])
    expect(notesOf(out)[0]).toMatchObject({
      says: expect.stringMatching(/^mean spearman of RDMs: halves -?0\.\d+, pair/),
    })
    const [drawing] = rdmDrawings(out)
    expect(drawing).toMatchObject({ distance: 'euclidean', compared: { by: 'spearman' } })
    expect(drawing.conditions).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5'])
    expectClose(drawing.compared?.ceiling ?? [], ceilings, { absolute: 1e-5, why: 'six digits' })
    expect(drawing.compared?.alike).toHaveLength(4)
    expect(drawing.compared?.models[1].values).toContain(null)
  })

  test('an unknown condition and a constant model are refused', async () => {
    const unknown = { groups: { m: [['c0'], ['x']] } }
    await expect(runStage(compareRdms, table, unknown)).rejects.toThrow(/target-missing.*"x"/)
    const flat = { groups: { m: [['c0'], ['c1']] } }
    await expect(runStage(compareRdms, table, flat)).rejects.toThrow(/stage-options/)
  })
})
