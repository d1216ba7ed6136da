import * as z from 'zod'
import { makeFigure } from '../../tables/figure.ts'
import { passedRows } from '../display-fit.ts'
import { defineFigure, needsEvaluation, nothing } from '../figure.ts'
import { streamSeed } from '../resample.ts'
import { targetOf } from '../target.ts'

/**
 * The maps of the first stage that fits spatial filters (`csp`): filters, and the patterns of what
 * they pick out, fitted on all rows.
 */
export const spatialFilters = defineFigure({
  use: 'spatialFilters',
  title: 'Spatial filters and their patterns',
  version: 1,
  cites: ['doi:10.1109/MSP.2008.4408441', 'doi:10.1016/j.neuroimage.2013.10.067'],
  options: z.strictObject({
    components: z
      .int()
      .min(1)
      .max(12)
      .default(4)
      .meta({ unit: '1', description: 'the most that are drawn of each band' }),
  }),
  of: 'rows',
  async draw([rows], { components }, { target }, branch) {
    if (branch === undefined) return nothing(needsEvaluation)
    const at = branch.stages.findIndex(({ stage }) => stage.scope === 'fold' && stage.maps)
    const step = branch.stages[at]
    if (step?.stage.scope !== 'fold') return nothing('no stage of the pipeline has maps')
    const { classes } = targetOf(rows, target)
    const before = { ...branch, stages: branch.stages.slice(0, at) }
    const table = at === 0 ? rows : await passedRows(rows, before, classes)
    const known = targetOf(table, target, classes)
    const context = { tables: {}, seed: streamSeed(branch.seed, 7), target: known }
    const maps = step.stage.maps?.(step.stage.fit(table, step.options, context)) ?? []
    const series = maps
      .filter(({ index }) => index < components)
      .map(({ panel, series: name, values }) => ({
        panel,
        series: name,
        values: Float32Array.from(values),
      }))
    return makeFigure({ series, facts: { channels: maps[0]?.channels ?? [], stage: step.use } })
  },
})
