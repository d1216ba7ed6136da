import * as z from 'zod'
import { fail } from '../../errors.ts'
import { bandedMatrix, someColumns } from '../banded-matrix.ts'
import { groupsOf, rowKeys } from '../group.ts'
import { defineMap } from '../map-kind.ts'
import { targetOf } from '../target.ts'

/**
 * How much of the variance of each voxel only one band of features explains: R2 of the test rows
 * with all bands less R2 without that band (`<band>`), and R2 with all (`all`). The head is fitted
 * anew without each band; what it chooses (penalties, weights of bands) it chooses again.
 *
 * @throws {NeurarrowError} `stage-options` when the target is no vector or there is one band
 * @see de Heer et al. (2017), J. Neurosci. 37(27):6539-6557, doi:10.1523/JNEUROSCI.3267-16.2017
 */
export const partition = defineMap({
  use: 'partition',
  title: 'Variance of each response that only one band of features explains',
  version: 1,
  over: 'target',
  cites: ['doi:10.1523/JNEUROSCI.3267-16.2017'],
  options: z.strictObject({}),
  compute({ sides, question, fitted }) {
    const { head, options, target, unit, seed } = question
    const names = JSON.parse(sides.train.meta.bands ?? '[]') as string[]
    const bands = [...new Set(names)]
    const known = targetOf(sides.train, target)
    const asked = targetOf(sides.test, target)
    const width = asked.width ?? 0
    if (bands.length < 2 || width === 0) {
      fail('stage-options', { map: 'partition', bands, target, remedy: 'two bands and a vector' })
    }
    const [train, test] = [sides.train, sides.test].map((side) => bandedMatrix(side, names))
    const groups = groupsOf(rowKeys(sides.train, [unit]), unit).codes
    const labels = { y: known.y, classes: 0, groups }
    const all = explained(asked.y, fitted().predict(test), width)
    const out: Record<string, Float64Array> = { all }
    for (const band of bands) {
      const kept = names.flatMap((name, d) => (name === band ? [] : [d]))
      const less = head.fit(
        someColumns(train, kept),
        labels,
        without(options, bands.indexOf(band)),
        seed,
      )
      const rest = explained(asked.y, less.predict(someColumns(test, kept)), width)
      out[band] = all.map((value, d) => value - rest[d])
    }
    return out
  },
})

/** Options of a head without the weights of one band. */
function without(options: Readonly<Record<string, unknown>>, band: number) {
  const { gammas } = options
  if (!Array.isArray(gammas)) return options
  const fewer = (gammas as number[][]).map((gamma) => gamma.filter((_, b) => b !== band))
  return { ...options, gammas: fewer }
}

/** One less the squared errors over the squared deviations from the mean of the rows. */
function explained(truth: Float64Array, predicted: Float64Array, width: number): Float64Array {
  const rows = truth.length / width
  const means = new Float64Array(width)
  for (let i = 0; i < truth.length; i++) means[i % width] += truth[i] / rows
  const [errors, total] = [new Float64Array(width), new Float64Array(width)]
  for (let i = 0; i < truth.length; i++) {
    errors[i % width] += (truth[i] - predicted[i]) ** 2
    total[i % width] += (truth[i] - means[i % width]) ** 2
  }
  return errors.map((error, d) => 1 - error / total[d])
}
