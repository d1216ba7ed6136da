import * as z from 'zod'
import { fail } from '../../errors.ts'
import { hyperalignment, rotation } from '../../kernels/hyperalignment.ts'
import type { ScanPlaces } from '../../kernels/latent-prior.ts'
import { random } from '../../kernels/random.ts'
import {
  centredRows,
  deterministicSrm,
  probabilisticSrm,
  randomMap,
  type SubjectBlock,
  subjectMap,
} from '../../kernels/shared-response.ts'
import { defineFitStage } from '../../stage.ts'
import { columnWords } from '../../tables/condition-means.ts'
import { withFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { takeRows } from '../../tables/rows.ts'
import { i32Of, type Table, wordsOf } from '../../tables/table.ts'
import { factorOptions, factorsOf, fitFactors } from './shared-factors.ts'

const options = z.strictObject({
  method: z
    .enum(['srm', 'deterministicSrm', 'hyperalign', 'sgpfa'])
    .default('srm')
    .meta({
      description:
        'shared response model, its deterministic form, hyperalignment, or shared Gaussian ' +
        'process factor analysis, whose factors are smooth in time',
    }),
  features: z
    .int()
    .min(1)
    .default(10)
    .meta({ unit: '1', description: 'dimensions of the shared space; not for hyperalign' }),
  iterations: z
    .int()
    .min(1)
    .default(10)
    .meta({ unit: '1', description: 'rounds of the fit; not for hyperalign' }),
  fitRuns: z
    .array(z.string().min(1))
    .min(1)
    .meta({ description: 'runs that maps are fitted on; their rows are then left out' }),
  ...factorOptions,
  by: z
    .string()
    .min(1)
    .default('moment')
    .meta({ description: 'label by which rows of different people belong together' }),
})
type Options = z.output<typeof options>

/**
 * Brings people into a common space in which the same moments look alike. The space is fitted on
 * the training subjects' rows of some runs. Every subject, also one that is tested, gets a map of
 * its own from these runs, without labels other than which moment a row is; rows of these runs are
 * then left out, so that what is scored took no part in any fit.
 *
 * Rows that hold several scans (`depth` in the metadata, as `segments` makes them) are mapped scan
 * by scan; with `sgpfa` the scans of a row are smoothed together, given the subject's map, and are
 * as far apart as in the runs of the first training subject.
 *
 * @throws {NeurarrowError} `split-impossible` with fewer than two training subjects or without rows
 *   of these runs, `length-mismatch` when a subject lacks a moment or voxels differ, `non-finite`,
 *   `stage-options` for more features than voxels
 * @see brainiak.funcalign.srm; Mohajerin et al., shared-gpfa; Haxby et al. (2011), Neuron
 *   72(2):404-416, doi:10.1016/j.neuron.2011.08.026
 */
export const alignSubjects = defineFitStage({
  use: 'alignSubjects',
  title: 'Bring people into a common space by what they saw at the same time',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  transductive: true,
  version: 1,
  cites: [
    'doi:10.1016/j.neuron.2011.08.026',
    'Chen et al. (2015), Adv. Neural Inf. Process. Syst. 28',
  ],
  options,
  fit(train, given, { seed }): Fitted {
    const table = train as Table<'features'>
    const { names, blocks } = subjectBlocks(table, given)
    if (names.length < 2) {
      fail('split-impossible', { stage: 'alignSubjects', subjects: names.length, needed: 2 })
    }
    const moments = blocks[0].moments
    for (const [i, block] of blocks.entries()) {
      if (block.moments.join() === moments.join()) continue
      const found = block.moments.length
      fail('length-mismatch', {
        stage: 'alignSubjects',
        subject: names[i],
        found,
        expected: moments.length,
      })
    }
    const { method, features, iterations } = given
    const voxels = Math.min(...blocks.map((block) => block.voxels))
    if (method !== 'hyperalign' && features > voxels) {
      fail('stage-options', { stage: 'alignSubjects', option: 'features', value: features, voxels })
    }
    if (method === 'sgpfa') {
      const factors = fitFactors(blocks, blocks[0].places, given)
      return { moments, ...factors, names }
    }
    if (method === 'hyperalign') return { moments, shared: hyperalignment(blocks).shared, names }
    const draw = random(seed)
    const initial = blocks.map((block) => randomMap(draw, block.voxels, features))
    const fitted = method === 'srm' ? probabilisticSrm : deterministicSrm
    return { moments, shared: fitted(blocks, { initial, iterations }).shared, names }
  },
  apply(input, fitted, given) {
    const table = input as Table<'features'>
    if (table.rows === 0) return withFeatures(table, new Float32Array(0))
    const { names, blocks } = subjectBlocks(table, given)
    const maps = new Map(names.map((name, i) => [name, mapOf(blocks[i], fitted, given, name)]))
    const runs = wordsOf(table, 'run')
    const kept = runs.flatMap((run, row) => (given.fitRuns.includes(run) ? [] : [row]))
    return projected(takeRows(table, kept), maps)
  },
  describe: ({ moments, shared, names, lengths }) => ({
    subjects: names.length,
    rows: moments.length,
    shared: shared.length,
    ...(lengths ? { lengthsScans: Array.from(lengths).join(' ') } : {}),
    ownMaps: 'each subject, tested ones too, by its own rows of the fit runs, which are left out',
  }),
})

interface Fitted {
  /** Names of the rows that maps are fitted on, in the order of `shared`. */
  readonly moments: readonly string[]
  /** Shape [K, T]. */
  readonly shared: Float64Array
  /** The training subjects. */
  readonly names: readonly string[]
  /** How smooth each factor is, scans; of `sgpfa`. */
  readonly lengths?: Float64Array
}

interface Block extends SubjectBlock {
  readonly moments: readonly string[]
  /** Scans of a moment. */
  readonly scans: number
  readonly places: ScanPlaces
}

/** Each subject's rows of the fit runs, in the order of moments, shape [V, T]. */
function subjectBlocks(table: Table<'features'>, { fitRuns, by }: Options) {
  const { values, cols } = finiteRowsOf(table, 'alignSubjects')
  const depth = Number(table.meta.depth) || cols
  const [subjects, runs, words] = [
    wordsOf(table, 'subject'),
    wordsOf(table, 'run'),
    columnWords(table, by),
  ]
  const names = [...new Set(subjects)].sort()
  const order = new Map(fitRuns.map((run, i) => [run, i]))
  const windows = i32Of(table, 'window')
  const blocks = names.map((name): Block => {
    const own = subjects.flatMap((subject, row) =>
      subject === name && fitRuns.includes(runs[row]) ? [row] : [],
    )
    if (own.length === 0) {
      const remedy = 'everybody needs rows of the runs that maps are fitted on'
      fail('split-impossible', { stage: 'alignSubjects', subject: name, fitRuns, remedy })
    }
    own.sort((a, b) => (words[a] < words[b] ? -1 : words[a] > words[b] ? 1 : a - b))
    const scans = cols / depth
    const block = new Float64Array(own.length * cols)
    const samples = own.length * scans
    own.forEach((row, r) => {
      for (let i = 0; i < cols; i++) {
        const t = r * scans + Math.floor(i / depth)
        block[(i % depth) * samples + t] = values[row * cols + i]
      }
    })
    const moments = own.map((row) => words[row])
    const at = own.flatMap((row) => Array.from({ length: scans }, (_, t) => windows[row] + t))
    const places = { run: at.map((_, t) => order.get(runs[own[Math.floor(t / scans)]]) ?? 0), at }
    return { values: block, voxels: depth, moments, scans, places }
  })
  return { names, blocks }
}

interface SubjectMapping {
  readonly voxels: number
  readonly features: number
  /** Takes a row, shape [S, V], and gives [S, K]. */
  readonly project: (row: Float64Array) => Float64Array
}

/** Each scan of a row times a map of shape [V, K]. */
function byMap(map: Float64Array, voxels: number): SubjectMapping {
  const features = map.length / voxels
  const project = (row: Float64Array) => {
    return Float64Array.from({ length: (row.length / voxels) * features }, (_, i) => {
      const [t, k] = [Math.floor(i / features), i % features]
      let sum = 0
      for (let v = 0; v < voxels; v++) sum += map[v * features + k] * row[t * voxels + v]
      return sum
    })
  }
  return { voxels, features, project }
}

function mapOf(
  block: Block,
  { moments, shared, lengths }: Fitted,
  given: Options,
  subject: string,
): SubjectMapping {
  if (block.moments.join() !== moments.join()) {
    const facts = { found: block.moments.length, expected: moments.length }
    fail('length-mismatch', { stage: 'alignSubjects', subject, ...facts })
  }
  const { method } = given
  const { voxels, scans } = block
  if (lengths) {
    const project = factorsOf(block, { shared, lengths }, given, scans)
    return { voxels, features: lengths.length, project }
  }
  if (method === 'hyperalign') return byMap(rotation(block, shared), voxels)
  return byMap(subjectMap(method === 'srm' ? centredRows(block) : block, shared), voxels)
}

/** Each scan of each row times its subject's map. */
function projected(table: Table<'features'>, maps: ReadonlyMap<string, SubjectMapping>) {
  if (table.rows === 0) return withFeatures(table, new Float32Array(0))
  const { values, rows, cols } = finiteRowsOf(table, 'alignSubjects')
  const subjects = wordsOf(table, 'subject')
  const [first] = maps.values()
  const { features } = first
  const scans = cols / first.voxels
  const out = new Float32Array(rows * scans * features)
  for (let r = 0; r < rows; r++) {
    const { project } = maps.get(subjects[r]) ?? first
    out.set(project(values.slice(r * cols, (r + 1) * cols)), r * scans * features)
  }
  const { grid: _, ...meta } = table.meta
  const names = Array.from({ length: scans * features }, (_, i) => {
    const name = `shared${(i % features) + 1}`
    return scans > 1 ? `${name} scan ${Math.floor(i / features)}` : name
  })
  const own = { depth: String(features), names: JSON.stringify(names) }
  return withFeatures({ ...table, meta }, out, own)
}
