import * as z from 'zod'
import { fail } from '../../errors.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import {
  clustering,
  degrees,
  degreesByDistance,
  globalEfficiency,
  localEfficiency,
  strengths,
  triangles,
} from '../../kernels/graph-measures.ts'
import { greedyCommunities } from '../../kernels/modularity.ts'
import { correlationGraph, matrixGraph, type SparseGraph } from '../../kernels/sparse-graph.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import type { Signals } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { voxelPlaces } from '../../tables/voxel-places.ts'
import { windowFeatures } from '../../tables/window-features.ts'

/** By name: a number for each node, or one for the graph. */
const measures = {
  degree: degrees,
  strength: strengths,
  cycles: triangles,
  clustering,
  localEfficiency,
  globalEfficiency: (graph) => Float64Array.of(globalEfficiency(graph)),
  modularity: (graph) => Float64Array.of(greedyCommunities(graph).modularity),
} as const satisfies Record<string, (graph: SparseGraph) => Float64Array>

const names = Object.keys(measures) as (keyof typeof measures)[]
const ofGraph: readonly string[] = ['globalEfficiency', 'modularity']

/**
 * Describes the graph of a recording or window: its nodes are channels, with an edge where two go
 * together more than a limit says. Of signals that is Pearson's correlation, taken block by block,
 * so that a graph of voxels needs memory for its edges alone; of matrices the elements.
 *
 * `degree` counts edges, `strength` sums their weights, `cycles` counts cycles of three,
 * `clustering` is the share of pairs of neighbours that are joined, `localEfficiency` the
 * efficiency among neighbours: a feature for each node. `globalEfficiency` and `modularity` (of
 * greedy communities) are one number. Edges have no weights but for `strength`. With `bandsMm` the
 * degrees of each node in bands of the length of edges follow, which needs voxels of a mask. A
 * window with NaN has features of NaN.
 *
 * @throws {NeurarrowError} `stage-options` for `bandsMm` that do not rise or of channels without
 *   places, `length-mismatch` when windows differ in channels or rows are not square,
 *   `rates-differ`, `signal-too-short`
 * @see networkx.degree, triangles, clustering, local_efficiency, global_efficiency,
 *   community.greedy_modularity_communities
 */
export const graph = defineStage({
  use: 'graph',
  title: 'Describe the graph of channels that go together',
  reads: ['signals', 'windows', 'matrices'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2009.10.003'],
  options: z.strictObject({
    bandsMm: z
      .array(z.number().min(0))
      .min(2)
      .optional()
      .meta({ unit: 'mm', description: 'ends of bands of the length of edges, ascending' }),
    measures: z.array(z.enum(names)).min(1).meta({ description: 'what is computed, in order' }),
    above: z
      .number()
      .default(0)
      .meta({ unit: '1', description: 'an edge needs a correlation or element above this' }),
  }),
  run(input, { measures, above, bandsMm }) {
    const asked = { measures, bandsMm }
    if (input.kind === 'matrices') return ofMatrices(input as Table<'matrices'>, asked, above)
    const signals = input as Signals
    const segments = alikeWindows(signals, 'graph')
    const channels = segments[0]?.channels ?? []
    const mm = nodePlaces(signals, channels, asked)
    const rows = segments.map(({ values }) =>
      firstHole(values) < 0
        ? described(correlationGraph(values, channels.length, above), asked, mm)
        : undefined,
    )
    return windowFeatures(signals, segments, joined(rows, namesOf(channels, asked).length), {
      names: namesOf(channels, asked),
    })
  },
})

interface Asked {
  readonly measures: readonly (typeof names)[number][]
  readonly bandsMm?: readonly number[] | undefined
}

/** Places of the nodes in mm where lengths of edges are asked for, shape [N, 3]. */
function nodePlaces({ meta }: Table, channels: readonly string[], { bandsMm }: Asked) {
  if (bandsMm === undefined || channels.length === 0) return undefined
  if (bandsMm.some((end, b) => b > 0 && end <= bandsMm[b - 1])) {
    fail('stage-options', { stage: 'graph', option: 'bandsMm', value: [...bandsMm] })
  }
  const places = voxelPlaces({ meta: { ...meta, names: JSON.stringify(channels) } })
  return places ? places.mm : fail('stage-options', { stage: 'graph', option: 'bandsMm' })
}

function ofMatrices(table: Table<'matrices'>, asked: Asked, above: number): Table<'features'> {
  if (table.rows === 0) return withFeatures(table, new Float32Array(0))
  const { values, rows, cols } = matrixOf(table)
  const n = Math.round(Math.sqrt(cols))
  if (n * n !== cols) fail('length-mismatch', { stage: 'graph', values: cols })
  const known = table.meta.names
  const channels = known
    ? (JSON.parse(known) as string[])
    : Array.from({ length: n }, (_, i) => String(i))
  const features = namesOf(channels, asked)
  const mm = nodePlaces(table, channels, asked)
  const all = Array.from({ length: rows }, (_, r) => {
    const one = values.subarray(r * cols, (r + 1) * cols)
    return firstHole(one) < 0 ? described(matrixGraph(one, n, above), asked, mm) : undefined
  })
  return withFeatures(table, joined(all, features.length), { names: JSON.stringify(features) })
}

function described(of: SparseGraph, asked: Asked, mm?: Float64Array): Float64Array[] {
  const all = asked.measures.map((name) => measures[name](of))
  const { bandsMm } = asked
  return mm && bandsMm ? [...all, degreesByDistance(of, mm, bandsMm)] : all
}

/** Rows of features one after the other; NaN where a graph could not be made. */
function joined(rows: readonly (readonly Float64Array[] | undefined)[], width: number) {
  const out = new Float32Array(rows.length * width).fill(Number.NaN)
  rows.forEach((parts, r) => {
    let to = r * width
    for (const part of parts ?? []) {
      out.set(part, to)
      to += part.length
    }
  })
  return out
}

function namesOf(channels: readonly string[], { measures: of, bandsMm = [] }: Asked): string[] {
  const bands = bandsMm.slice(1).map((end, b) => `degree ${bandsMm[b]}-${end} mm`)
  const plain = of.flatMap((name) =>
    ofGraph.includes(name) ? [name] : channels.map((channel) => `${channel} ${name}`),
  )
  return [...plain, ...channels.flatMap((channel) => bands.map((band) => `${channel} ${band}`))]
}
