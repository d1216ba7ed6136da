import { describe, expect, test } from 'vitest'
import { rdms } from '../../../src/evaluation/figures/rdms.ts'
import { figureOf } from '../../../src/tables/figure.ts'
import { withNote } from '../../../src/tables/note.ts'
import type { RdmComparison, RdmDrawing } from '../../../src/tables/rdm-drawing.ts'
import { expectClose } from '../../close.ts'
import { makeRows } from '../make-rows.ts'

const context = { target: '', unit: 'subject', seed: 0 }
const rows = makeRows([{ subject: 'a' }])
const conditions = ['face', 'house', 'shoe']
const models = [{ name: 'living', values: [1, 1, null] }]

function partOf(drawing: RdmDrawing | undefined) {
  const draws = JSON.stringify(drawing)
  const table = drawing ? withNote(rows, { stage: 'compareRdms', says: 'x', draws }) : rows
  return rdms.part?.(table as never, {}, context) ?? rows
}

const drawing = (
  subject: string,
  mean: readonly number[],
  compared?: Partial<RdmComparison>,
): RdmDrawing => {
  const whole = { by: 'spearman', models, recordings: ['r1', 'r2'], alike: [[0.1], [0.3]] }
  const known = compared && { compared: { ...whole, ...compared } }
  return { subject, conditions, distance: 'correlation', mean, ...known }
}

const draw = async (drawings: readonly (RdmDrawing | undefined)[]) =>
  figureOf(await rdms.draw(drawings.map(partOf), {}, context))

describe('rdms', () => {
  test('of one subject, how alike each RDM is to the models', async () => {
    const one = drawing('a', [0.2, 0.4, 0.6], { ceiling: [0.2, 0.5] })
    const { series, facts } = await draw([one, one])
    expect(facts).toMatchObject({ of: 'RDM', names: ['r1', 'r2'], ceiling: [0.2, 0.5], left: 0 })
    expect(series.map(({ panel, series: name }) => `${panel} ${name}`)).toEqual([
      ...['rdm mean', 'model living', 'alike living', 'mean living'],
    ])
    expectClose(series[2].values, [0.1, 0.3], { absolute: 1e-6, why: 'f32' })
    const [mean, low, high] = series[3].values
    expectClose([mean], [0.2], { absolute: 1e-6, why: 'f32' })
    expect(low).toBeLessThanOrEqual(mean)
    expect(high).toBeGreaterThanOrEqual(mean)
  })

  test('of several, means of subjects, each counting once, and of their ceilings', async () => {
    const { series, facts } = await draw([
      drawing('a', [0, 0, 0], { ceiling: [0.2, 0.4] }),
      drawing('b', [1, 2, 3], { alike: [[0.6], [0.8]], ceiling: [0.4, 0.6] }),
    ])
    expect(facts).toMatchObject({ of: 'subject', names: ['a', 'b'] })
    expectClose(facts.ceiling as number[], [0.3, 0.5], { absolute: 1e-12, why: 'means' })
    expect(Array.from(series[0].values)).toEqual([0.5, 1, 1.5])
    expectClose(series[2].values, [0.2, 0.7], { absolute: 1e-6, why: 'f32' })
  })

  test('RDMs without models are drawn alone; other conditions are counted', async () => {
    const other = { ...drawing('b', [9, 9, 9]), conditions: ['x', 'y', 'z'] }
    const { series, facts } = await draw([drawing('a', [1, 2, 3]), other])
    expect([series.length, series[0].groups, facts.left]).toEqual([1, 1, 1])
    expect(facts.by).toBeUndefined()
  })

  test('without RDMs there is nothing to draw', async () => {
    expect((await draw([undefined])).facts.nothing).toMatch(/makes RDMs/)
  })
})
