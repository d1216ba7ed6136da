import { describe, expect, test } from 'vitest'
import type { Branch } from '../../../src/evaluation/branch.ts'
import { generalisation } from '../../../src/evaluation/figures/generalisation.ts'
import { splitSchema } from '../../../src/evaluation/split.ts'
import { lda } from '../../../src/heads/lda.ts'
import { figureOf } from '../../../src/tables/figure.ts'
import { expectClose } from '../../close.ts'
import { figuresGolden, rough } from '../../figures-golden.ts'
import { makeWindows } from './make-windows.ts'

const [rows, channels, samples] = [48, 3, 6]

/** The windows of the golden values: 12 of each of four subjects. */
function windows() {
  const x = rough(rows * channels * samples, 19)
  for (let r = 0; r < rows; r++) {
    const at = (c: number, t: number) => (r * channels + c) * samples + t
    for (let t = 2; t < 5; t++) x[at(0, t)] += 0.8 * (r % 2)
    for (let t = 4; t < 6; t++) x[at(1, t)] -= 0.6 * (r % 2)
  }
  return ['s1', 's2', 's3', 's4'].map((subject, s) => {
    const own = Array.from({ length: 12 }, (_, i) => {
      const from = (12 * s + i) * channels * samples
      const values = x.subarray(from, from + channels * samples)
      return { name: i % 2 === 0 ? 'a' : 'b', values }
    })
    return makeWindows(subject, own, { channels: ['C3', 'Cz', 'C4'], rateHz: 10 })
  })
}

const split = splitSchema.parse({ leaveOut: 'subject' })
const branch: Branch = {
  head: { head: lda, options: { shrinkage: 0.1 } },
  ...{ stages: [], target: 'task', unit: 'subject', split, seed: 0 },
}
const context = { target: 'task', unit: 'subject', seed: 0, windowFromS: -0.2 }

describe('generalisation', () => {
  test('is that of GeneralizingEstimator in MNE, the mean over subjects', async () => {
    const options = { stepS: 0.1, metric: 'auroc' as const, standardize: false }
    const parts = windows().map((one) => generalisation.part?.(one, options, context) ?? one)
    const { series, facts } = figureOf(await generalisation.draw(parts, options, context, branch))
    const matrix = series.filter(({ panel }) => panel === 'matrix')
    const found = matrix.flatMap(({ values }) => Array.from(values))
    expectClose(found, figuresGolden.generalise, { absolute: 1e-6, why: 'f32' })
    const [diagonal] = series.filter(({ panel }) => panel === 'diagonal')
    expectClose([diagonal.values[3]], [figuresGolden.generalise[21]], {
      absolute: 1e-6,
      why: 'f32',
    })
    expect([diagonal.groups, facts.chance, (facts.x as number[])[0]]).toEqual([4, 0.5, -0.15])
  })

  test('steps average samples; shares of right answers are scored when asked for', async () => {
    const options = { stepS: 0.2, metric: 'accuracy' as const, standardize: true }
    const parts = windows().map((one) => generalisation.part?.(one, options, context) ?? one)
    const { series, facts } = figureOf(await generalisation.draw(parts, options, context, branch))
    expect((facts.x as number[]).length).toBe(3)
    expect(series[2].values[2]).toBeGreaterThan(0.75)
  })

  test('no windows, nothing to draw', async () => {
    const options = generalisation.options.parse({})
    const table = await generalisation.draw([], options, context, branch)
    expect(figureOf(table).facts.nothing).toBe('there are no windows')
  })
})
