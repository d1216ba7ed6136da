import * as z from 'zod'
import { fail } from '../../errors.ts'
import type { Matrix } from '../../head.ts'
import { layerOrder } from '../../kernels/layer-order.ts'
import { featurePlaces } from '../../tables/feature-places.ts'
import type { Moments } from '../../tables/moments.ts'
import { bandedMatrix, someColumns } from '../banded-matrix.ts'
import { groupsOf, rowKeys, rowsByCode } from '../group.ts'
import { bestLayers, type LayerCourses, layerPeaks, layerSummaries } from '../layer-scores.ts'
import { defineMap, type MapScore } from '../map-kind.ts'
import { streamSeed } from '../resample.ts'
import { columnCorrelations } from '../response-scores.ts'
import { targetOf } from '../target.ts'

const prefix = 'r '

const options = z.strictObject({
  order: z
    .array(z.string().min(1))
    .min(2)
    .optional()
    .meta({ description: 'bands that are layers, the first ones first; all in their order' }),
  reference: z
    .union([z.array(z.string().min(1)).min(1), z.tuple([z.number(), z.number(), z.number()])])
    .optional()
    .meta({
      unit: 'mm',
      description:
        'parcels or voxels by name, or a point [x, y, z], from which distance is counted: the ' +
        'spatial score',
    }),
  least: z.number().min(-1).max(1).default(0).meta({
    unit: '1',
    description: 'correlation that the best layer must exceed for a response to count',
  }),
  permutations: z
    .int()
    .min(1)
    .default(5040)
    .meta({ unit: '1', description: 'orders of layers behind p; all where there are no more' }),
})
type Options = z.output<typeof options>

/**
 * Which layer of a model predicts each response best, and whether layers follow each other as
 * places and moments do. Bands of features are layers: the head is fitted with each band alone, and
 * `r <layer>` is Pearson's r of the test rows of a recording, the mean over recordings and folds.
 * `depth` is the number of the best layer from 1 and `r` its correlation; a response that no layer
 * predicts better than `least` has no depth.
 *
 * The encoding score is the mean of `r` over the responses that count; the highest of several
 * layers is above 0 by chance too. The spatial score is Pearson's r across responses of depth and
 * distance (`distanceMm`, to the nearest place of the reference). The temporal score, where
 * responses are channels at moments (`stimulusWindows`), is Pearson's r across channels and layers
 * of depth and the moment at which the layer predicts the channel best. Their p exchanges layers,
 * see `layerOrder`.
 *
 * @throws {NeurarrowError} `stage-options` when the target is no vector, there are fewer than two
 *   layers, a layer of `order` is no band, or the reference has no place
 * @see Raugel et al. (2025), Disentangling the factors of convergence between brains and computer
 *   vision models, arXiv:2508.18226
 */
export const layers = defineMap({
  use: 'layers',
  title: 'Which layer predicts each response best, against place and time',
  version: 1,
  over: 'target',
  cites: ['arXiv:2508.18226'],
  options,
  compute({ sides, question }, { order }) {
    const { head, options: given, target, unit, seed } = question
    const names = JSON.parse(sides.train.meta.bands ?? '[]') as string[]
    const asked = order ?? [...new Set(names)]
    const known = targetOf(sides.train, target)
    const tested = targetOf(sides.test, target)
    const width = tested.width ?? 0
    if (asked.length < 2 || width === 0 || asked.some((layer) => !names.includes(layer))) {
      const bands = [...new Set(names)]
      fail('stage-options', { map: 'layers', bands, order, target, remedy: 'bands and a vector' })
    }
    const [train, test] = [sides.train, sides.test].map((side) => bandedMatrix(side, names))
    const groups = groupsOf(rowKeys(sides.train, [unit]), unit).codes
    const { codes, names: recordings } = groupsOf(rowKeys(sides.test), 'recording')
    const whole = rowsByCode(codes, recordings.length).map((part) => Int32Array.from(part))
    // weights of bands mean nothing where one band stands alone
    const { gammas: _, ...own } = given
    const alone = (layer: string) => {
      const kept = names.flatMap((name, d) => (name === layer ? [d] : []))
      const part = (side: Matrix) => someColumns(side, kept)
      const fitted = head.fit(part(train), { y: known.y, classes: 0, groups }, own, seed)
      const rows = { own: whole, other: whole }
      return columnCorrelations(tested.y, fitted.predict(part(test)), width, rows)
    }
    return Object.fromEntries(asked.map((layer) => [`${prefix}${layer}`, alone(layer)]))
  },
  conclude(means, { meta, moments, seed }, given) {
    const courses: LayerCourses = {
      layers: Object.keys(means).map((name) => name.slice(prefix.length)),
      r: Object.values(means),
    }
    const best = bestLayers(courses, given.least)
    const distanceMm = given.reference && distancesOf(meta, given.reference)
    const counted = Array.from(best.depth.keys()).filter((d) => !Number.isNaN(best.depth[d]))
    const of = { best, counted, given, seed, courses }
    return {
      maps: { depth: best.depth, r: best.r, ...(distanceMm ? { distanceMm } : {}), ...means },
      scores: [
        { name: 'encoding', value: meanOf(counted.map((d) => best.r[d])), count: counted.length },
        ...(distanceMm ? [spatialScore(of, distanceMm)] : []),
        ...(moments ? [temporalScore(of, moments)] : []),
      ],
      layers: {
        least: given.least,
        each: layerSummaries(courses, best, { least: given.least, distanceMm, moments }),
      },
    }
  },
})

interface Asked {
  readonly best: ReturnType<typeof bestLayers>
  /** Responses that have a depth. */
  readonly counted: readonly number[]
  readonly courses: LayerCourses
  readonly given: Options
  readonly seed: number
}

function spatialScore(asked: Asked, distanceMm: Float64Array): MapScore {
  const kept = asked.counted.filter((d) => !Number.isNaN(distanceMm[d]))
  const depths = kept.map((d) => asked.best.depth[d] - 1)
  const along = kept.map((d) => distanceMm[d])
  return scored('spatial', depths, along, asked)
}

function temporalScore(asked: Asked, moments: Moments): MapScore {
  const peaks = layerPeaks(asked.courses, moments, asked.given.least)
  const depths = peaks.map(({ layer }) => layer)
  const along = peaks.map(({ timeS }) => timeS)
  return scored('temporal', depths, along, asked)
}

function scored(
  name: string,
  depths: readonly number[],
  values: readonly number[],
  { courses, given, seed }: Asked,
): MapScore {
  const draws = { layers: courses.layers.length, permutations: given.permutations }
  const found = layerOrder(depths, values, { ...draws, seed: streamSeed(seed, 11, 0) })
  const { r, p, orders, exact } = found
  return { name, value: r, p, orders, exact, count: values.length }
}

/** From each feature to the nearest place of the reference, mm. */
function distancesOf(
  meta: Readonly<Record<string, string>>,
  reference: NonNullable<Options['reference']>,
): Float64Array {
  const mm = featurePlaces({ meta })
  if (!mm)
    return fail('stage-options', { map: 'layers', reference, missing: 'places of responses' })
  const names = JSON.parse(meta.names) as string[]
  const isPoint = (given: typeof reference): given is [number, number, number] =>
    typeof given[0] === 'number'
  const points = isPoint(reference)
    ? [reference]
    : reference.map((name) => {
        const d = names.indexOf(name)
        if (d >= 0 && !Number.isNaN(mm[3 * d])) return [...mm.subarray(3 * d, 3 * d + 3)]
        return fail('stage-options', { map: 'layers', reference: name, names: names.slice(0, 20) })
      })
  return Float64Array.from(names, (_, d) =>
    Math.min(
      ...points.map((at) => Math.hypot(...at.map((value, axis) => value - mm[3 * d + axis]))),
    ),
  )
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
