import * as z from 'zod'
import { multiply } from '../../kernels/multiply.ts'
import { panels } from '../../kernels/panels.ts'
import { principalComponents } from '../../kernels/principal-components.ts'
import { random } from '../../kernels/random.ts'
import { matrixOf } from '../../tables/features.ts'
import { makeFigure } from '../../tables/figure.ts'
import { takeRows } from '../../tables/rows.ts'
import { columnType, type Table, wordsOf } from '../../tables/table.ts'
import { defineFigure, nothing } from '../figure.ts'
import { groupsOf, rowKeys } from '../group.ts'
import { streamSeed } from '../resample.ts'
import { classesOf } from '../target.ts'

/** More rows than this cannot be told apart, and take UMAP minutes. */
const mostRows = 2000

/**
 * Rows as points in a plane: along their two largest principal components, and by UMAP, with a
 * random stream of its own seed. Columns are brought to one scale first.
 *
 * Of more than 2000 rows evenly spaced ones are taken. Nothing looks at classes or groups, which
 * give colours only.
 *
 * @see McInnes, Healy & Melville (2018), arXiv:1802.03426; the package `umap-js`
 */
export const embedding = defineFigure({
  use: 'embedding',
  title: 'Rows in a plane',
  version: 1,
  cites: ['https://arxiv.org/abs/1802.03426'],
  options: z.strictObject({
    methods: z
      .array(z.enum(['pca', 'umap']))
      .min(1)
      .default(['pca', 'umap'])
      .meta({ description: 'principal components, UMAP or both' }),
    neighbours: z
      .int()
      .min(2)
      .default(15)
      .meta({ unit: '1', description: 'of UMAP: how many rows count as near' }),
    minDistance: z
      .number()
      .min(0)
      .default(0.1)
      .meta({ unit: '1', description: 'of UMAP: how near points may lie' }),
  }),
  of: 'rows',
  async draw([all], { methods, neighbours, minDistance }, { target, unit, seed }) {
    if (all.kind !== 'features' && all.kind !== 'matrices') return nothing(`rows are ${all.kind}`)
    if (all.rows < 4) return nothing('fewer than four rows')
    const rows = spaced(all as Table<'features'>)
    const { values, cols } = matrixOf(rows)
    const x = scaled(values, cols)
    const { codes, names } = groupsOf(rowKeys(rows, [unit]), unit)
    const words = columnType(rows, target) === 'text' ? wordsOf(rows, target) : []
    const classes = classesOf(words)
    const pca = plane(x, rows.rows)
    const made = []
    for (const method of methods) {
      const how = { neighbours: Math.min(neighbours, rows.rows - 1), minDistance }
      const points =
        method === 'pca'
          ? pca.points
          : await umap(x, rows.rows, { ...how, seed: streamSeed(seed, 9) })
      const axis = (a: number) =>
        Float32Array.from({ length: rows.rows }, (_, r) => points[2 * r + a])
      made.push({ panel: method, series: 'x', values: axis(0) })
      made.push({ panel: method, series: 'y', values: axis(1) })
    }
    const facts = {
      ...{ classes, groups: names, unit, of: all.rows, shares: pca.shares },
      classCodes: words.map((word) => classes.indexOf(word)),
      groupCodes: Array.from(codes),
    }
    return makeFigure({ series: made, facts })
  },
})

/** At most `mostRows` rows, evenly spaced. */
function spaced(table: Table<'features'>): Table<'features'> {
  if (table.rows <= mostRows) return table
  const rows = Int32Array.from({ length: mostRows }, (_, i) =>
    Math.floor((i * table.rows) / mostRows),
  )
  return takeRows(table, rows)
}

/** Columns with mean 0 and deviation 1; constant ones, and those with a hole, become 0. */
function scaled(values: Float64Array, cols: number): Float64Array {
  const rows = values.length / cols
  const out = new Float64Array(values.length)
  for (let c = 0; c < cols; c++) {
    let mean = 0
    for (let i = c; i < values.length; i += cols) mean += values[i] / rows
    let square = 0
    for (let i = c; i < values.length; i += cols) square += (values[i] - mean) ** 2 / rows
    if (!(square > 1e-24 * (1 + mean * mean)) || !Number.isFinite(square)) continue
    for (let i = c; i < values.length; i += cols) out[i] = (values[i] - mean) / Math.sqrt(square)
  }
  return out
}

/** Points along the first two components, shape [R, 2], and their shares of the variance. */
function plane(x: Float64Array, rows: number) {
  const depth = x.length / rows
  const { directions, variances } = principalComponents(x, rows)
  const two = new Float64Array(2 * depth)
  two.set(directions.subarray(0, 2 * depth))
  const points = multiply(panels(x, rows, depth), panels(two, 2, depth))
  const total = variances.reduce((sum, v) => sum + v, 0) || 1
  return { points, shares: [0, 1].map((k) => (variances[k] ?? 0) / total) }
}

async function umap(
  x: Float64Array,
  rows: number,
  { neighbours, minDistance, seed }: { neighbours: number; minDistance: number; seed: number },
): Promise<Float64Array> {
  const { UMAP } = await import('umap-js')
  const depth = x.length / rows
  const data = Array.from({ length: rows }, (_, r) =>
    Array.from(x.subarray(r * depth, (r + 1) * depth)),
  )
  const stream = random(seed)
  const how = { nNeighbors: neighbours, minDist: minDistance, random: () => stream.uniform() }
  return Float64Array.from(new UMAP({ nComponents: 2, ...how }).fit(data).flat())
}
