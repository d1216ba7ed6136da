import * as z from 'zod'
import { fail } from '../../errors.ts'
import { fixedEffects as joined, type VoxelEffects } from '../../kernels/fixed-effects.ts'
import { studentMap } from '../../kernels/student-map.ts'
import { defineStage } from '../../stage.ts'
import { matrixOf } from '../../tables/features.ts'
import { labelNames } from '../../tables/keys.ts'
import { withNote } from '../../tables/note.ts'
import { oneRow } from '../../tables/one-row.ts'
import { concatTables, takeRows } from '../../tables/rows.ts'
import {
  columnNames,
  columnsOf,
  f64,
  f64Of,
  i32,
  makeTable,
  type Table,
  textOf,
  wordsOf,
} from '../../tables/table.ts'

const stage = 'fixedEffects'

/** Labels that `glm` with `map: effectVariance` adds. */
const needed = ['contrast', 'map', 'freedom']

const remedy = 'put glm: { map: effectVariance } before it'

/**
 * Takes the models of a person's runs together by fixed effects: a row a contrast, from the rows of
 * `glm: { map: effectVariance }`.
 *
 * The effect is the mean over runs (`precisionWeighted`: weighted by 1 over the variance), degrees
 * of freedom add up and are the label `freedom`, and the label `map` names what features are. One
 * run is itself. A feature whose variance is 0 in all runs has statistic 0 (weighted: in any run),
 * one that is NaN in a run is NaN, each with a note. Rows have the keys of the first run, the
 * labels that all runs share, and span all runs.
 *
 * @throws {NeurarrowError} `column-missing` for rows of another stage, `length-mismatch` when
 *   effects and variances are no pairs, `stage-options` for a variance below 0
 * @see nilearn.glm.first_level.FirstLevelModel.compute_contrast of several runs;
 *   nilearn.glm.compute_fixed_effects; Worsley et al. (2002), NeuroImage 15(1):1-15
 */
export const fixedEffects = defineStage({
  use: 'fixedEffects',
  title: 'Take the models of all runs of a person together by fixed effects',
  reads: ['features'],
  writes: 'features',
  scope: 'subject',
  version: 1,
  cites: ['doi:10.1006/nimg.2001.0933'],
  options: z.strictObject({
    map: z.enum(['z', 'stat', 'p', 'effect', 'variance']).default('z').meta({
      description: 'what a feature is: z-score, t, one-sided p, the joint effect, or its variance',
    }),
    precisionWeighted: z.boolean().default(false).meta({
      description: 'whether runs count by 1 over their variance, not alike',
    }),
  }),
  run(input, options) {
    const table = input as Table<'features'>
    const names = JSON.parse(table.meta.names ?? '[]') as string[]
    if (table.rows === 0) return oneRow(table, new Float32Array(0), names)
    const columns = columnNames(table)
    const missing = needed.filter((name) => !columns.includes(name))
    if (missing.length > 0) fail('column-missing', { stage, missing, columns, remedy })
    const contrasts = wordsOf(table, 'contrast')
    const counts = { flat: 0, holes: 0 }
    const rows = [...new Set(contrasts)].map((contrast, window) => {
      const own = contrasts.flatMap((word, row) => (word === contrast ? [row] : []))
      return jointRow(takeRows(table, own), { ...options, names, window, counts })
    })
    const joint = concatTables(rows)
    const says = 'features without variance have statistic 0'
    const { flat, holes } = counts
    const first = flat === 0 ? joint : withNote(joint, { stage, says, features: flat })
    if (holes === 0) return first
    return withNote(first, { stage, says: 'features with NaN are NaN', features: holes })
  },
})

interface Asked {
  readonly map: 'z' | 'stat' | 'p' | 'effect' | 'variance'
  readonly precisionWeighted: boolean
  readonly names: readonly string[]
  /** Number of the row. */
  readonly window: number
  /** Features without variance, and with NaN, over all contrasts. */
  readonly counts: { flat: number; holes: number }
}

/** The row of one contrast, from its effects and variances in all runs. */
function jointRow(table: Table<'features'>, asked: Asked): Table<'features'> {
  const { map, window, counts } = asked
  const { runs, freedom } = runsOf(table)
  const { effects, variances } = joined(runs, asked.precisionWeighted)
  const isTest = map !== 'effect' && map !== 'variance'
  const out = Float32Array.from(map === 'variance' ? variances : effects)
  for (const [v, effect] of effects.entries()) {
    const variance = variances[v]
    const isHole = Number.isNaN(effect + variance)
    if (isHole) counts.holes++
    else if (variance === 0) counts.flat++
    if (!isTest) continue
    const t = variance === 0 && !isHole ? 0 : effect / Math.sqrt(variance)
    out[v] = studentMap(t, freedom, map)
  }
  const row = oneRow(table, out, asked.names)
  const own = { map: textOf([map]), freedom: f64(Float64Array.of(freedom)) }
  const labels = [...labelNames(row).filter((name) => !(name in own)), ...Object.keys(own)]
  const { grid } = table.meta
  return makeTable(
    'features',
    { ...columnsOf(row), ...own, window: i32(Int32Array.of(window)) },
    { ...row.meta, labels: JSON.stringify(labels), ...(grid === undefined ? {} : { grid }) },
  )
}

/** Effects and variances of each run in order, and the sum of their degrees of freedom. */
function runsOf(table: Table<'features'>) {
  const { values, cols } = matrixOf(table)
  const [contrast] = wordsOf(table, 'contrast')
  const recordings = wordsOf(table, 'recording')
  const rowsOf = (wanted: string) =>
    wordsOf(table, 'map').flatMap((map, row) => (map === wanted ? [row] : []))
  const [effects, variances] = [rowsOf('effect'), rowsOf('variance')]
  const isPaired = effects.every((row, k) => recordings[row] === recordings[variances[k]])
  if (!isPaired || effects.length * 2 !== table.rows) {
    const found = { rows: table.rows, effects: effects.length, variances: variances.length }
    fail('length-mismatch', { stage, contrast, ...found, remedy })
  }
  const at = (row: number) => values.subarray(row * cols, (row + 1) * cols)
  const runs = effects.map((row, k): VoxelEffects => {
    const own = at(variances[k])
    const below = own.findIndex((variance) => variance < 0)
    if (below >= 0) {
      const { [row]: recording } = recordings
      fail('stage-options', { stage, contrast, recording, variance: own[below], remedy })
    }
    return { effects: at(row), variances: own }
  })
  const degrees = f64Of(table, 'freedom')
  return { runs, freedom: effects.reduce((sum, row) => sum + degrees[row], 0) }
}
