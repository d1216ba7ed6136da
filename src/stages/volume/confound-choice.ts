import * as z from 'zod'
import { fail } from '../../errors.ts'
import { confoundsOf } from '../../tables/confounds.ts'
import type { Segment } from '../../tables/signals.ts'
import { type Table, wordsOf } from '../../tables/table.ts'

const model = z.enum(['basic', 'derivatives', 'power2', 'full'])
type Model = z.output<typeof model>

/** Which regressors are taken from a confounds table. */
export const confoundOptions = {
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'columns of the confounds table; all by default' }),
  strategy: z
    .array(z.enum(['motion', 'wmCsf', 'globalSignal', 'compcor', 'highPass']))
    .min(1)
    .optional()
    .meta({ description: 'groups of columns as fMRIPrep names them, in place of `columns`' }),
  motion: model.default('full').meta({
    description: 'basic: 6 columns; derivatives or power2: 12; full: 24',
  }),
  wmCsf: model.default('basic').meta({ description: 'the same of white matter and CSF' }),
  globalSignal: model.default('basic').meta({ description: 'the same of the global signal' }),
  compcor: z
    .enum(['anatCombined', 'anatSeparated', 'temporal', 'temporalAnatCombined'])
    .default('anatCombined')
    .meta({ description: 'a_comp_cor; w_comp_cor and c_comp_cor; t_comp_cor; t and a' }),
  components: z
    .int()
    .min(1)
    .optional()
    .meta({ unit: '1', description: 'CompCor components of each group; all by default' }),
  derivatives: z
    .boolean()
    .default(false)
    .meta({ description: 'whether differences between scans of `columns` are regressed out too' }),
  squares: z
    .boolean()
    .default(false)
    .meta({ description: 'whether squares of `columns` are regressed out too' }),
}

const choiceSchema = z.strictObject(confoundOptions)
export type ConfoundChoice = z.output<typeof choiceSchema>

/** Regressors of one segment. */
export interface Regressors {
  readonly names: readonly string[]
  /** Shape [K, T]. */
  readonly values: Float64Array
}

/**
 * The regressors of a segment, one value a scan.
 *
 * A segment that begins later than the recording (dropped scans) takes the later part. A column
 * without a value in the first scan gets that of the second, as nilearn loads them. Differences and
 * squares that a strategy names are made where the table lacks them.
 *
 * @throws {NeurarrowError} `column-missing`, `length-mismatch`, `non-finite`, or `signal-too-short`
 *   when there are as many regressors as scans
 * @see nilearn.interfaces.fmriprep.load_confounds
 */
export function regressorsFor(
  stage: string,
  segment: Segment,
  table: Table<'signals'>,
  choice: ConfoundChoice,
): Regressors {
  const wanted = choice.strategy ? namesOf(table, choice) : choice.columns
  const bases = wanted?.map((name) => baseOf(table, name))
  const found = confoundsOf(table, bases && [...new Set(bases)])
  const facts = { stage, recording: segment.recording }
  const first = Math.max(0, Math.round(segment.startS * segment.rateHz))
  if (segment.samples + first !== found.samples) {
    const scans = segment.samples
    fail('length-mismatch', { ...facts, scans, firstScan: first, confounds: found.samples })
  }
  const filled = fillFirst(found.values, found.names, { samples: found.samples, stage })
  const rows = new Map(found.names.map((name, k) => [name, rowOf(filled, k, found.samples)]))
  const chosen = wanted?.map((name) => [name, derived(name, rows)] as const) ?? [...rows]
  const all = choice.strategy ? chosen : expanded(chosen, choice)
  if (all.length + 1 >= segment.samples) {
    fail('signal-too-short', { ...facts, scans: segment.samples, regressors: all.length })
  }
  const values = new Float64Array(all.length * segment.samples)
  for (const [k, [, row]] of all.entries()) values.set(row.subarray(first), k * segment.samples)
  return { names: all.map(([name]) => name), values }
}

type Named = readonly [name: string, row: Float64Array]

const suffixes: Readonly<Record<Model, readonly string[]>> = {
  basic: [],
  derivatives: ['_derivative1'],
  power2: ['_power2'],
  full: ['_derivative1', '_power2', '_derivative1_power2'],
}

const motionNames = ['trans_x', 'trans_y', 'trans_z', 'rot_x', 'rot_y', 'rot_z']

function namesOf(table: Table<'signals'>, choice: ConfoundChoice): string[] {
  const grown = (names: readonly string[], kind: Model) =>
    ['', ...suffixes[kind]].flatMap((suffix) => names.map((name) => `${name}${suffix}`))
  const available = wordsOf(table, 'channel')
  return (choice.strategy ?? []).flatMap((group) => {
    if (group === 'motion') return grown(motionNames, choice.motion)
    if (group === 'wmCsf') return grown(['csf', 'white_matter'], choice.wmCsf)
    if (group === 'globalSignal') return grown(['global_signal'], choice.globalSignal)
    if (group === 'highPass') return available.filter((name) => name.includes('cosine'))
    return componentNames(available, choice)
  })
}

const prefixes: Readonly<Record<ConfoundChoice['compcor'], readonly string[]>> = {
  anatCombined: ['a'],
  anatSeparated: ['w', 'c'],
  temporal: ['t'],
  temporalAnatCombined: ['t', 'a'],
}

function componentNames(available: readonly string[], choice: ConfoundChoice): string[] {
  return prefixes[choice.compcor].flatMap((prefix) => {
    const found = available.filter((name) => name.startsWith(`${prefix}_comp_cor_`))
    if (found.length === 0) {
      fail('column-missing', { missing: [`${prefix}_comp_cor_00`], columns: available })
    }
    return found.slice(0, choice.components ?? found.length)
  })
}

/** The column that a name is made from: itself when the table has it. */
function baseOf(table: Table<'signals'>, name: string): string {
  return wordsOf(table, 'channel').includes(name) ? name : name.replace(derivedEnding, '')
}

const derivedEnding = /(_derivative1)?(_power2)?$/

function derived(name: string, rows: ReadonlyMap<string, Float64Array>): Float64Array {
  const own = rows.get(name)
  if (own) return own
  const [, difference, square] = derivedEnding.exec(name) ?? []
  const base = rows.get(name.replace(derivedEnding, '')) ?? fail('internal', { missing: name })
  const moved = difference === undefined ? base : differences(base)
  return square === undefined ? moved : moved.map((value) => value * value)
}

/** The columns, then their differences, then the squares of all of these. */
function expanded(columns: readonly Named[], choice: ConfoundChoice): Named[] {
  const added: readonly Named[] = choice.derivatives
    ? columns.map(([name, row]) => [`${name}_derivative1`, differences(row)])
    : []
  const first = [...columns, ...added]
  if (!choice.squares) return first
  const squares = first.map(
    ([name, row]): Named => [`${name}_power2`, row.map((value) => value * value)],
  )
  return [...first, ...squares]
}

function rowOf(values: Float64Array, k: number, samples: number): Float64Array {
  return values.subarray(k * samples, (k + 1) * samples)
}

/** The rows with NaN in the first scan replaced by the second scan's value. */
function fillFirst(
  values: Float64Array,
  names: readonly string[],
  { samples, stage }: { samples: number; stage: string },
): Float64Array {
  for (const [k, column] of names.entries()) {
    const row = rowOf(values, k, samples)
    if (Number.isNaN(row[0]) && samples > 1) row[0] = row[1]
    const scan = row.findIndex((value) => !Number.isFinite(value))
    if (scan >= 0) fail('non-finite', { stage, column, scan, value: String(row[scan]) })
  }
  return values
}

function differences(row: Float64Array): Float64Array {
  const out = new Float64Array(row.length)
  for (let t = 1; t < row.length; t++) out[t] = row[t] - row[t - 1]
  if (row.length > 1) out[0] = out[1]
  return out
}
