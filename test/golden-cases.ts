import { makeConfounds } from '../src/tables/confounds.ts'
import { makeEvents } from '../src/tables/events.ts'
import { makeFeatures, makeMatrices } from '../src/tables/features.ts'
import { keyColumns } from '../src/tables/kind.ts'
import { makeRegions } from '../src/tables/regions.ts'
import { segmentColumns } from '../src/tables/signals.ts'
import { type Column, f64, lists, makeTable, type Table, textOf } from '../src/tables/table.ts'
import { makeTokens, type TokenAxes } from '../src/tables/tokens.ts'
import { makeVolumes } from '../src/tables/volumes.ts'
import { goldenFile } from './golden-file.ts'
import { goldenNoise, type Noise } from './golden-noise.ts'

/** What one stage makes of some tables, by another library. */
export interface GoldenCase {
  readonly stage: string
  readonly options: Readonly<Record<string, unknown>>
  /** The function or class that gave the numbers. */
  readonly oracle: string
  readonly input: GoldenTable
  /** What a stage is fitted on; the input when not given. */
  readonly train?: GoldenTable
  /** The label column of the rows that the stage is fitted on that is decoded. */
  readonly target?: string
  /** Second tables, by the names under which the stage asks for them. */
  readonly tables?: Readonly<Record<string, GoldenTable>>
  readonly expected: GoldenExpected
  /** How far numbers may lie apart, where not as the manifest says. */
  readonly tolerance?: { readonly relative?: number; readonly absolute?: number; why: string }
}

/** What of the table that a stage gives is compared. */
export interface GoldenExpected {
  /** Numbers of `column`, or of the payload of its kind: each `every`th of `length`. */
  readonly values?: readonly (number | null)[]
  readonly length?: number
  readonly every?: number
  /** Which of the numbers are compared, in place of `every`. */
  readonly at?: readonly number[]
  readonly column?: string
  /** Names of the channels in row order, or of the features. */
  readonly names?: readonly string[]
  /** Other columns, in full. */
  readonly columns?: Readonly<Record<string, readonly (number | string)[]>>
  /** Groups of numbers whose sign is free: number i belongs to group floor(i / size) % count. */
  readonly turns?: { readonly size: number; readonly count: number }
}

/** Numbers, a formula that makes them, or where they stand in a file of `test/golden`. */
type Values =
  | readonly (number | null)[]
  | { readonly noise: Noise }
  | { readonly file: string; readonly at: readonly (string | number)[] }

/** A table as a case describes it: `values` piece after piece (window, row, scan). */
export interface GoldenTable {
  readonly kind: string
  readonly values?: Values
  readonly channels?: readonly string[]
  readonly rateHz?: number
  readonly pieces?: number
  readonly startS?: number
  readonly unit?: string
  readonly shape?: readonly [number, number, number]
  readonly affine?: readonly number[]
  readonly trS?: number
  readonly names?: readonly string[]
  readonly labels?: Readonly<Record<string, readonly (string | number)[]>>
  readonly subjects?: readonly string[]
  readonly runs?: readonly string[]
  readonly axes?: TokenAxes
  readonly codes?: readonly number[]
  readonly originalCodes?: readonly number[]
  readonly original?: Values
  readonly events?: readonly (readonly [number, number, string])[]
  readonly regions?: readonly { name: string; label: number; place: number[]; network: string }[]
  readonly meta?: Readonly<Record<string, string>>
}

/** The entries of the manifest, each with the stages that its file proves. */
export const goldenManifest =
  goldenFile<
    { file: string; tool: string; tolerance: { relative: number }; why: string; stages: string[] }[]
  >('stages/manifest.json')

type Written = GoldenTable | string

/** A case whose tables may be names of tables of its file. */
type WrittenCase = Omit<GoldenCase, 'input' | 'train' | 'tables'> & {
  readonly input: Written
  readonly train?: Written
  readonly tables?: Readonly<Record<string, Written>>
}

/** All cases of a file of `test/golden/stages`. */
export function goldenCases(file: string): GoldenCase[] {
  const { tables, cases } = goldenFile<{
    tables: Record<string, GoldenTable>
    cases: WrittenCase[]
  }>(`stages/${file}`)
  const found = (table: Written) => (typeof table === 'string' ? tables[table] : table)
  return cases.map(({ input, train, tables: own = {}, ...rest }) => ({
    ...rest,
    input: found(input),
    ...(train === undefined ? {} : { train: found(train) }),
    tables: Object.fromEntries(Object.entries(own).map(([name, table]) => [name, found(table)])),
  }))
}

/** Makes the table that a case describes. */
export function goldenTable(from: GoldenTable): Table {
  const make = makers[from.kind]
  if (make === undefined) throw new RangeError(`no golden table of kind ${from.kind}`)
  return make(from)
}

const makers: Record<string, (from: GoldenTable) => Table> = {
  signals: (from) => segmentTable(from, 'signals'),
  windows: (from) => segmentTable(from, 'windows'),
  volumes(from) {
    const { shape = [1, 1, 1], affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] } = from
    const recording = { ...alone, labels: {} }
    return makeVolumes(recording, { shape, affine }, from.trS ?? 0, f32Of(from.values))
  },
  features: (from) => makeFeatures(...rowParts(from), namesMeta(from)),
  matrices: (from) => makeMatrices(...rowParts(from), namesMeta(from)),
  tokens(from) {
    const axes = from.axes ?? { channel: 1, time: 1, depth: 1, channels: ['a'], rateHz: 1 }
    const [keys, spans, values] = rowParts(from)
    const extras = {
      ...(from.codes ? { codes: Int32Array.from(from.codes) } : {}),
      ...(from.originalCodes ? { originalCodes: Int32Array.from(from.originalCodes) } : {}),
      ...(from.original ? { original: f32Of(from.original) } : {}),
    }
    return makeTokens(keys, spans, { values, axes, ...extras }, namesMeta(from))
  },
  events: ({ events = [] }) =>
    makeEvents(
      { ...alone, labels: {} },
      events.map(([onsetS, durationS, label]) => ({ onsetS, durationS, label })),
    ),
  confounds(from) {
    const values = f32Of(from.values)
    const { channels = [] } = from
    const size = values.length / channels.length
    const columns = channels.map((name, c) => [name, values.subarray(c * size, (c + 1) * size)])
    return makeConfounds({ ...alone, labels: {} }, Object.fromEntries(columns), from.trS)
  },
  regions: ({ regions = [] }) =>
    makeRegions(
      regions.map(({ place, ...rest }) => ({ ...rest, place: [place[0], place[1], place[2]] })),
    ),
  vectors({ names = [], values }) {
    const numbers = f32Of(values)
    return makeTable('features', {
      id: textOf(names),
      features: lists(numbers, numbers.length / names.length),
    })
  },
}

const alone = { subject: 'A', session: '1', run: '1', recording: 'A_1' }

/** Keys and labels of so many pieces, each repeated. */
function keysOf({ subjects, runs, labels = {} }: GoldenTable, pieces: number, each = 1) {
  const spread = <V>(of: (piece: number) => V) =>
    Array.from({ length: pieces * each }, (_, row) => of(Math.floor(row / each)))
  const subject = (p: number) => subjects?.[p] ?? 'A'
  const run = (p: number) => runs?.[p] ?? '1'
  const keys = {
    subject: subject,
    session: () => '1',
    run,
    recording: (p: number) => `${subject(p)}_${run(p)}`,
  }
  const columns: Record<string, Column> = {}
  for (const name of keyColumns) columns[name] = textOf(spread(keys[name]))
  for (const [name, words] of Object.entries(labels)) {
    const isText = typeof words[0] === 'string'
    const own = spread((p) => words[p])
    columns[name] = isText ? textOf(own.map(String)) : f64(Float64Array.from(own, Number))
  }
  return columns
}

function namesMeta({ labels = {}, names, unit, meta = {} }: GoldenTable): Record<string, string> {
  return {
    labels: JSON.stringify(Object.keys(labels)),
    ...(names ? { names: JSON.stringify(names) } : {}),
    ...(unit ? { unit } : {}),
    ...meta,
  }
}

function segmentTable(from: GoldenTable, kind: 'signals' | 'windows'): Table {
  const { channels = [], rateHz = 1, pieces = 1, startS = 0 } = from
  const values = f32Of(from.values)
  const size = values.length / pieces
  const lengthS = size / channels.length / rateHz
  const segments = Array.from({ length: pieces }, (_, index) => ({
    channels,
    rateHz,
    index,
    startS: startS + index * lengthS,
    values: values.subarray(index * size, (index + 1) * size),
  }))
  const index = kind === 'windows' ? 'window' : 'segment'
  const keys = keysOf(from, pieces, channels.length)
  return makeTable(
    kind,
    { ...keys, ...segmentColumns(segments, index) },
    { ...namesMeta(from), unit: from.unit ?? 'uV' },
  )
}

/** Keys, spans and numbers of a table with a row a piece. */
function rowParts(from: GoldenTable) {
  const { pieces = 1, startS = 0 } = from
  const window = Int32Array.from({ length: pieces }, (_, r) => r)
  const starts = Float64Array.from(window, (r) => startS + r)
  const spans = { window, startS: starts, endS: starts.map((s) => s + 1) }
  return [keysOf(from, pieces), spans, f32Of(from.values)] as const
}

function f32Of(values: Values = []): Float32Array {
  if ('noise' in values) return goldenNoise(values.noise)
  if ('file' in values) return Float32Array.from(foundAt(goldenFile(values.file), values.at))
  return Float32Array.from(values, (v) => v ?? Number.NaN)
}

function foundAt(content: unknown, [key, ...rest]: readonly (string | number)[]): number[] {
  if (key === undefined) return content as number[]
  return foundAt((content as Record<string | number, unknown>)[key], rest)
}
