import { fail } from '../errors.ts'
import { hasSpans } from '../tables/features.ts'
import { f64Of, type Table } from '../tables/table.ts'
import { identityOf, type RowKeys, rowKeys, type Unit } from './group.ts'
import type { Fold } from './split.ts'

/** What was compared before a fold was fitted, all of it without finding an overlap. */
export interface Proof {
  readonly fold: number
  readonly unit: Unit
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
 * Three things are compared: the grouped unit (a run is one run of one session of one subject); the
 * time spans [startS, endS) of recordings with rows on both sides, which may touch but not overlap;
 * and the content of recordings, so that one file under two names does not pass. Rows without spans
 * of a recording on both sides cannot be proved disjoint, and count as overlapping.
 *
 * @param contentOf SHA-256 of each recording, by recording name; those absent are not compared
 * @throws {NeurarrowError} `leakage` with the kind of overlap and up to three examples
 */
export function proveDisjoint(
  rows: Table,
  fold: Fold,
  unit: Unit,
  contentOf: Readonly<Record<string, string>>,
): Proof {
  const keys = rowKeys(rows)
  const overlap = (what: string, examples: readonly unknown[]) =>
    fail('leakage', {
      fold: fold.fold,
      overlap: what,
      count: examples.length,
      examples: examples.slice(0, 3),
    })
  const sides = unitsShared(keys, fold, unit)
  if (sides.shared.length > 0) overlap(`the same ${unit}`, sides.shared)
  const shared = recordingsShared(keys, fold)
  for (const [recording, side] of shared) {
    const seconds = hasSpans(rows) ? spansShared(rows, side.train, side.test) : 'unknown spans'
    if (seconds !== undefined) overlap('the same time of one recording', [{ recording, seconds }])
  }
  const contents = contentShared(keys, fold, contentOf)
  if (contents.shared.length > 0) overlap('recordings of equal content', contents.shared)
  return {
    fold: fold.fold,
    unit,
    trainGroups: sides.train,
    testGroups: sides.test,
    sharedRecordings: shared.size,
    hashed: contents.hashed,
  }
}

function unitsShared(keys: RowKeys, { trainRows, testRows }: Fold, unit: Unit) {
  const columns = identityOf(unit)
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

/** The first time, s, that a training and a test row have in common; NaN when a span is unknown. */
function spansShared(rows: Table, train: readonly number[], test: readonly number[]) {
  const startS = f64Of(rows, 'startS')
  const endS = f64Of(rows, 'endS')
  const isTest = new Set(test)
  const order = [...train, ...test].sort((a, b) => startS[a] - startS[b] || a - b)
  if (order.some((r) => !(startS[r] <= endS[r]))) return Number.NaN
  const never = Number.NEGATIVE_INFINITY
  const last = { from: [never, never], until: [never, never] }
  for (const r of order) {
    const own = isTest.has(r) ? 1 : 0
    const other = 1 - own
    if (startS[r] === last.from[other] || startS[r] < last.until[other] - touchS) return startS[r]
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
