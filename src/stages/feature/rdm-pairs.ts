import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage } from '../../stage.ts'
import { makeFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { labelNames } from '../../tables/keys.ts'
import { repeatKeys } from '../../tables/signals.ts'
import { f64, f64Of, type Table, textOf } from '../../tables/table.ts'
import { hasModel, modelNames, modelNeeds, modelOptions, rdmModels } from './rdm-models.ts'

/** Labels that the stage adds. */
const added = ['pair', 'dissimilarity']

/**
 * Turns RDMs into rows that a head can be fitted on: a row for each pair of conditions, whose
 * features are what the models say of the pair, and whose labels are the `pair` and the measured
 * `dissimilarity`, a target of numbers. So weights of models are fitted on some people and tried on
 * others. Pairs of which a model says nothing are left out.
 *
 * @throws {NeurarrowError} `target-missing` when a model and the RDMs differ in conditions,
 *   `non-finite`, `stage-options` when features are no pairs or an RDM is 0
 * @see Khaligh-Razavi & Kriegeskorte (2014), PLoS Comput. Biol. 10(11):e1003915,
 *   doi:10.1371/journal.pcbi.1003915
 */
export const rdmPairs = defineStage({
  use: 'rdmPairs',
  title: 'A row for each pair of conditions, for weighted models of RDMs',
  reads: ['features'],
  writes: 'features',
  scope: 'subject',
  version: 1,
  cites: ['doi:10.1371/journal.pcbi.1003915'],
  options: z
    .strictObject({
      ...modelOptions,
      scale: z.enum(['none', 'rms']).default('rms').meta({
        description: 'whether each RDM is divided by the root mean square of its pairs',
      }),
    })
    .refine(hasModel, { error: 'a model is needed: groups or vectors' }),
  needs: modelNeeds,
  run(input, { scale, ...asked }, { tables }) {
    const table = input as Table<'features'>
    const names = modelNames(asked)
    const { values, rows, cols } = finiteRowsOf(table, 'rdmPairs')
    const models = rows > 0 ? rdmModels('rdmPairs', table, asked, tables) : []
    const all = Array.from({ length: rows > 0 ? cols : 0 }, (_, p) => p)
    const told = all.filter((p) => models.every((model) => !Number.isNaN(model.values[p])))
    const size = told.length
    const features = new Float32Array(rows * size * models.length)
    const measured = new Float64Array(rows * size)
    for (let r = 0; r < rows; r++) {
      const own = told.map((p) => values[r * cols + p])
      const unit = scale === 'rms' ? rootMeanSquare(own) : 1
      for (const [i, p] of told.entries()) {
        measured[r * size + i] = own[i] / unit
        features.set(
          models.map((model) => model.values[p]),
          (r * size + i) * models.length,
        )
      }
    }
    const from = Array.from({ length: rows * size }, (_, i) => Math.floor(i / size))
    const pairs = JSON.parse(table.meta.names ?? '[]') as string[]
    const [startS, endS] = ['startS', 'endS'].map((name) => f64Of(table, name))
    const spans = {
      window: Int32Array.from(from, (r, i) => r * cols + told[i % size]),
      startS: Float64Array.from(from, (r) => startS[r]),
      endS: Float64Array.from(from, (r) => endS[r]),
    }
    const labels = [...labelNames(table).filter((name) => !added.includes(name)), ...added]
    const keys = {
      ...repeatKeys(table, from),
      pair: textOf(from.map((_, i) => pairs[told[i % size]])),
      dissimilarity: f64(measured),
    }
    const { notes } = table.meta
    return makeFeatures(keys, spans, features, {
      labels: JSON.stringify(labels),
      names: JSON.stringify(names),
      ...(notes === undefined ? {} : { notes }),
    })
  },
})

function rootMeanSquare(values: readonly number[]): number {
  const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  return size > 0 ? size : fail('stage-options', { stage: 'rdmPairs', rootMeanSquare: size })
}
