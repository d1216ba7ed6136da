import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type ClassPairs, classRotation } from '../../kernels/class-rotation.ts'
import { congruence } from '../../kernels/congruence.ts'
import { spdMean } from '../../kernels/spd-mean.ts'
import { spectralMap } from '../../kernels/spectral-map.ts'
import { defineFitStage, type RowTarget } from '../../stage.ts'
import { definiteMatricesOf } from '../../tables/definite-matrices.ts'
import { withMatrices } from '../../tables/features.ts'
import { type Table, wordsOf } from '../../tables/table.ts'

const options = z.strictObject({
  distance: z.enum(['euclid', 'logEuclid']).default('euclid').meta({
    description: 'what is made small between class means: distances of matrices, or of their logs',
  }),
  rounds: z
    .int()
    .min(1)
    .default(5)
    .meta({ unit: '1', description: 'how often people are turned to the mean of all' }),
})
type Options = z.output<typeof options>

/**
 * Turns the matrices of each person so that the means of their classes come nearest to those of the
 * other people: the rotation of Riemannian Procrustes analysis. Put `subjectCenter` (with `scale`)
 * before it.
 *
 * A rotation needs labels. It is fitted on the training rows alone: a tested person is turned by
 * the labelled rows that `fewShot` gives of them, and stays as they are where there are none, as
 * does everybody who lacks a class. What training people are turned to is the mean of all of them,
 * not one person.
 *
 * @throws {NeurarrowError} `one-class` without two classes, `rank-deficient`, `non-finite`,
 *   `not-converged`
 * @see Rodrigues et al. (2019), IEEE Trans. Biomed. Eng. 66(8):2390-2401,
 *   doi:10.1109/TBME.2018.2889705; pyriemann.transfer.TLRotate
 */
export const rotateSubjects = defineFitStage({
  use: 'rotateSubjects',
  title: 'Turn the matrices of each person so that class means agree',
  reads: ['matrices'],
  writes: 'matrices',
  scope: 'fold',
  supervised: true,
  version: 2,
  cites: ['doi:10.1109/TBME.2018.2889705'],
  options,
  fit(train, given, { target }): Fitted {
    const labels = target ?? fail('internal', { stage: 'rotateSubjects', missing: 'target' })
    const people = meansOf(train as Table<'matrices'>, labels, given)
    const [first] = people.values()
    const rotations = new Map<string, Float64Array>()
    if (first === undefined) return { rotations, people: 0 }
    const n = Math.round(Math.sqrt(first[0].length))
    for (let round = 0; round < given.rounds; round++) {
      const common = commonMeans(people, rotations, n)
      for (const [name, from] of people) {
        rotations.set(name, turnOf({ from, to: common }, n, rotations.get(name)))
      }
    }
    return { rotations, people: new Set(wordsOf(train, 'subject')).size }
  },
  apply(input, { rotations }) {
    const table = input as Table<'matrices'>
    const { values, channels } = definiteMatricesOf(table, how)
    const size = channels ** 2
    const out = new Float32Array(values.length)
    wordsOf(table, 'subject').forEach((name, r) => {
      const one = values.subarray(r * size, (r + 1) * size)
      const rotation = rotations.get(name)
      out.set(rotation ? congruence(rotation, one, channels) : one, r * size)
    })
    return withMatrices(table, out, {})
  },
  describe: ({ rotations, people }) => ({
    subjects: people,
    turned: rotations.size,
    ownRotations: 'by labelled training rows; people without rows of every class are not turned',
  }),
})

const how = { stage: 'rotateSubjects', finite: true }

interface Fitted {
  /** By subject, shape [C, C]. */
  readonly rotations: ReadonlyMap<string, Float64Array>
  /** How many subjects the training rows are of. */
  readonly people: number
}

/** Means of each class, in order, of the people who have all classes: those of logs by option. */
function meansOf(table: Table<'matrices'>, { classes, y }: RowTarget, { distance }: Options) {
  const { values, channels } = definiteMatricesOf(table, how)
  const size = channels ** 2
  const codes = [...new Set(y)].sort((a, b) => a - b)
  if (classes.length === 0 || codes.length < 2) {
    fail('one-class', { stage: 'rotateSubjects', classes })
  }
  const subjects = wordsOf(table, 'subject')
  const people = new Map<string, Float64Array[]>()
  for (const name of [...new Set(subjects)].sort()) {
    const means = codes.flatMap((code) => {
      const rows = subjects.flatMap((own, r) => (own === name && y[r] === code ? [r] : []))
      if (rows.length === 0) return []
      const own = new Float64Array(rows.length * size)
      for (const [i, r] of rows.entries()) {
        own.set(values.subarray(r * size, (r + 1) * size), i * size)
      }
      const { mean, iterations, converged } = spdMean(own, channels, 'riemann')
      if (!converged) fail('not-converged', { stage: 'rotateSubjects', subject: name, iterations })
      return [distance === 'euclid' ? mean : spectralMap(mean, channels, Math.log)]
    })
    if (means.length === codes.length) people.set(name, means)
  }
  return people
}

/** What people are turned to: the mean, over people as they are turned now, of each class. */
function commonMeans(
  people: ReadonlyMap<string, readonly Float64Array[]>,
  rotations: ReadonlyMap<string, Float64Array>,
  n: number,
): Float64Array[] {
  const [first] = people.values()
  const sums = first?.map((mean) => new Float64Array(mean.length)) ?? []
  for (const [name, means] of people) {
    const rotation = rotations.get(name)
    for (const [k, mean] of means.entries()) {
      const turned = rotation ? congruence(rotation, mean, n) : mean
      for (let i = 0; i < turned.length; i++) sums[k][i] += turned[i] / people.size
    }
  }
  return sums
}

function turnOf(pairs: ClassPairs, n: number, start?: Float64Array): Float64Array {
  const { rotation, iterations, converged } = classRotation(pairs, n, start)
  if (!converged) fail('not-converged', { stage: 'rotateSubjects', iterations })
  return rotation
}
