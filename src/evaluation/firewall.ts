import { fail } from '../errors.ts'
import { type KnownSpans, rowSpans } from '../tables/row-spans.ts'
import type { Table } from '../tables/table.ts'
import { identityOf, type RowKeys, rowKeys, type Unit } from './group.ts'
import type { Apart, Fold } from './split-kind.ts'

/** What was compared before a fold was fitted, all of it without finding an overlap. */
export interface Proof {
  readonly fold: number
  /** What is kept apart. */
  readonly unit: Unit
  /** How far apart in time the two sides of a recording are at least, s. */
  readonly gapS?: number
  /** Columns of which no value is on both sides. */
  readonly columns?: readonly string[]
  /** Rows of tested groups that are trained on, as the split declares; none is tested. */
  readonly calibrationRows?: number
  readonly trainGroups: number
  readonly testGroups: number
  /** Recordings with rows on both sides whose time spans were compared. */
  readonly sharedRecordings: number
  /** Recordings whose content was compared, by SHA-256. */
  readonly hashed: number
}

/**
 * Proves from the rows' own keys that training rows say nothing about test rows.
 *
 * Compared are: row numbers; what the split keeps apart (a run is one run of one session of one
 * subject), without the calibration rows that the split declares; columns that must be disjoint;
 * the time spans [startS, endS) of recordings with rows on both sides, which may touch but not
 * overlap, or must have a gap; and the content of recordings, so that one file under two names does
 * not pass. Rows without spans of a recording on both sides cannot be proved disjoint, and count as
 * overlapping. Single windows are never apart: their neighbours are alike.
 *
 * @param contentOf SHA-256 of each recording, by recording name; those absent are not compared
 * @throws {NeurarrowError} `leakage` with the kind of overlap and up to three examples
 */
export function proveDisjoint(
  rows: Table,
  fold: Fold,
  apart: Apart,
  contentOf: Readonly<Record<string, string>>,
): Proof {
  const { unit, columns = [], gapS } = apart
  const isKey = unit !== 'time' && unit !== 'window'
  const keys = rowKeys(rows, isKey ? [unit, ...columns] : columns)
  const overlap = (what: string, examples: readonly unknown[]) =>
    fail('leakage', {
      fold: fold.fold,
      overlap: what,
      count: examples.length,
      examples: examples.slice(0, 3),
    })
  const declared = fold.calibrationRows ?? new Int32Array()
  requireRows(fold, overlap)
  const sides = unitsShared(keys, { ...fold, trainRows: without(fold.trainRows, declared) }, unit)
  if (isKey && sides.shared.length > 0) overlap(`the same ${unit}`, sides.shared)
  for (const column of columns) {
    const { shared: both } = unitsShared(keys, fold, column)
    if (both.length > 0) overlap(`the same ${column}`, both)
  }
  const shared = recordingsShared(keys, fold)
  if (unit === 'window' && shared.size > 0) {
    overlap('neighbouring windows of one recording', [...shared.keys()])
  }
  const spans = rowSpans(rows)
  for (const [recording, side] of shared) {
    const seconds = spans ? spansShared(spans, side, gapS) : 'unknown spans'
    if (seconds !== undefined) overlap('the same time of one recording', [{ recording, seconds }])
  }
  const contents = contentShared(keys, fold, contentOf)
  if (contents.shared.length > 0) overlap('recordings of equal content', contents.shared)
  return {
    ...{ fold: fold.fold, unit, ...(gapS ? { gapS } : {}) },
    ...(columns.length > 0 ? { columns } : {}),
    ...(declared.length > 0 ? { calibrationRows: declared.length } : {}),
    ...{ trainGroups: sides.train, testGroups: sides.test },
    ...{ sharedRecordings: shared.size, hashed: contents.hashed },
  }
}

type Overlap = (what: string, examples: readonly unknown[]) => never

/** No row is on both sides, and what is declared as calibration is trained on. */
function requireRows({ trainRows, testRows, calibrationRows }: Fold, overlap: Overlap): void {
  const train = new Set(trainRows)
  const both = [...testRows].filter((row) => train.has(row))
  if (both.length > 0) overlap('the same rows', both)
  const stray = [...(calibrationRows ?? [])].filter((row) => !train.has(row))
  if (stray.length > 0) overlap('calibration rows that are no training rows', stray)
}

function without(rows: Int32Array, taken: ArrayLike<number>): Int32Array {
  if (taken.length === 0) return rows
  const gone = new Set(Array.from(taken))
  return rows.filter((row) => !gone.has(row))
}

function unitsShared(keys: RowKeys, { trainRows, testRows }: Fold, unit: Unit) {
  const columns = identityOf(unit === 'time' || unit === 'window' ? 'recording' : unit)
  const identities = (rows: Int32Array) => {
    const own = new Set<string>()
    for (const [i, r] of rows.entries()) {
      const same = i > 0 && columns.every((column) => keys[column][r] === keys[column][rows[i - 1]])
      if (!same) own.add(JSON.stringify(columns.map((column) => keys[column][r])))
    }
    return own
  }
  const train = identities(trainRows)
  const test = identities(testRows)
  const shared = [...test].filter((one) => train.has(one))
  return { train: train.size, test: test.size, shared: shared.map((one) => JSON.parse(one)) }
}

/** Recordings with rows on both sides, and these rows. */
function recordingsShared(keys: RowKeys, { trainRows, testRows }: Fold) {
  const both = new Map<string, { train: number[]; test: number[] }>()
  for (const r of testRows) {
    const side = both.get(keys.recording[r]) ?? { train: [], test: [] }
    side.test.push(r)
    both.set(keys.recording[r], side)
  }
  for (const r of trainRows) both.get(keys.recording[r])?.train.push(r)
  return new Map([...both].filter(([, side]) => side.train.length > 0))
}

/**
 * The first time, s, that a training and a test row have in common, or at which they are nearer
 * than the gap; NaN when a span is unknown.
 */
function spansShared(
  { startS, endS }: KnownSpans,
  { train, test }: { train: readonly number[]; test: readonly number[] },
  gapS = 0,
) {
  const isTest = new Set(test)
  const order = [...train, ...test].sort((a, b) => startS[a] - startS[b] || a - b)
  if (order.some((r) => !(startS[r] <= endS[r]))) return Number.NaN
  const never = Number.NEGATIVE_INFINITY
  const last = { from: [never, never], until: [never, never] }
  for (const r of order) {
    const own = isTest.has(r) ? 1 : 0
    const other = 1 - own
    if (startS[r] === last.from[other] || startS[r] < last.until[other] + gapS - touchS)
      return startS[r]
    last.from[own] = startS[r]
    last.until[own] = Math.max(last.until[own], endS[r])
  }
  return undefined
}

/** Ends and starts that are sums of a stride in f64 may differ by rounding, s. */
const touchS = 1e-6

function contentShared(
  keys: RowKeys,
  { trainRows, testRows }: Fold,
  contentOf: Readonly<Record<string, string>>,
) {
  const names = (rows: Int32Array) => new Set(Array.from(rows, (r) => keys.recording[r]))
  const train = new Map<string, string>()
  const hashed = new Set<string>()
  for (const name of names(trainRows)) {
    if (!(name in contentOf)) continue
    train.set(contentOf[name], name)
    hashed.add(name)
  }
  const shared: { train: string; test: string }[] = []
  for (const name of names(testRows)) {
    if (!(name in contentOf)) continue
    hashed.add(name)
    const twin = train.get(contentOf[name])
    if (twin !== undefined && twin !== name) shared.push({ train: twin, test: name })
  }
  return { hashed: hashed.size, shared }
}
