import * as z from 'zod'
import { matrixOf } from '../../tables/features.ts'
import { makeFigure } from '../../tables/figure.ts'
import { placesMeta } from '../../tables/places-meta.ts'
import { columnType, type Table, wordsOf } from '../../tables/table.ts'
import { type ClassSum, classCurves, mergedSums } from '../class-summary.ts'
import { defineFigure, type FigureContext, nothing } from '../figure.ts'
import { groupsOf, rowKeys } from '../group.ts'

/** More channels or regions than this are no figure. */
const mostNodes = 120

/**
 * What goes with what: the mean matrix of each class, from features of `connectivity` or from
 * matrices, over the rows of a group, then over groups. Covariances become correlations first, row
 * by row.
 */
export const connectome = defineFigure({
  use: 'connectome',
  title: 'Connections of each class',
  version: 2,
  options: z.strictObject({
    edges: z
      .int()
      .min(1)
      .max(200)
      .default(30)
      .meta({ unit: '1', description: 'how many of the strongest are drawn as chords' }),
  }),
  of: 'rows',
  draw([rows], { edges }, context) {
    const parts = partsOf(rows)
    if (parts === undefined) return nothing('the rows are no connections between named things')
    const nodes = parts[0].nodes
    if (nodes.length > mostNodes) return nothing(`${nodes.length} nodes, more than ${mostNodes}`)
    const { values, cols } = matrixOf(rows as Table<'features' | 'matrices'>)
    const isMatrix = rows.kind === 'matrices'
    const series = parts.flatMap(({ band, column }) => {
      const full = (row: number) => {
        const at = (i: number, j: number) => values[row * cols + column(i, j)]
        return isMatrix ? correlations(at, nodes.length) : symmetric(at, nodes.length)
      }
      const sums = rowSums(rows, context, full)
      return classCurves(sums).map(({ series: name, values: mean, groups }) => {
        return { panel: band, series: name, values: mean, groups }
      })
    })
    const facts = { nodes, edges, correlation: isMatrix, ...placesMeta(rows) }
    return makeFigure({ series, facts })
  },
})

/** One matrix of a row: of a band, or the whole. */
interface Part {
  readonly band: string
  readonly nodes: readonly string[]
  /** The column of a pair. */
  readonly column: (i: number, j: number) => number
}

/** Matrices by their channels, features by names `A~B` or `A~B 8-12Hz`. */
function partsOf({ kind, meta }: Table): Part[] | undefined {
  const names = JSON.parse(meta.names ?? '[]') as string[]
  if (kind === 'matrices') {
    const size = names.length
    return size < 3 ? undefined : [{ band: '', nodes: names, column: (i, j) => i * size + j }]
  }
  const pairs = names.map((name) => /^(.+)~(.+?)(?: ([\d.]+-[\d.]+Hz))?$/.exec(name))
  if (kind !== 'features' || pairs.length < 3 || pairs.some((pair) => !pair)) return undefined
  const nodes = [...new Set(pairs.flatMap((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']))]
  const bands = [...new Set(pairs.map((pair) => pair?.[3] ?? ''))]
  const places = new Map(names.map((name, d) => [name, d]))
  return bands.map((band) => {
    const suffix = band === '' ? '' : ` ${band}`
    const column = (i: number, j: number) =>
      places.get(`${nodes[i]}~${nodes[j]}${suffix}`) ??
      places.get(`${nodes[j]}~${nodes[i]}${suffix}`) ??
      -1
    return { band, nodes, column }
  })
}

type At = (i: number, j: number) => number

function symmetric(at: At, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, k) => {
    const [i, j] = [Math.floor(k / size), k % size]
    return i === j ? 0 : at(i, j)
  })
}

function correlations(at: At, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, k) => {
    const [i, j] = [Math.floor(k / size), k % size]
    return i === j ? 0 : at(i, j) / Math.sqrt(at(i, i) * at(j, j))
  })
}

function rowSums(
  rows: Table,
  { target, unit }: FigureContext,
  full: (row: number) => Float64Array,
): ClassSum[] {
  const { names, codes } = groupsOf(rowKeys(rows, [unit]), unit)
  const isText = columnType(rows, target) === 'text'
  const classes = isText ? wordsOf(rows, target) : undefined
  let sums: ClassSum[] = []
  for (let r = 0; r < rows.rows; r++) {
    const sum = full(r)
    if (!sum.every(Number.isFinite)) continue
    const own = { group: names[codes[r]], name: classes?.[r] ?? 'all', count: 1, sum }
    sums = mergedSums([...sums, own])
  }
  return sums
}
