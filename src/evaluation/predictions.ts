import { fail } from '../errors.ts'
import { labelNames } from '../tables/keys.ts'
import {
  type Column,
  column,
  columnType,
  f64,
  f64Of,
  hasColumn,
  i32,
  i32Of,
  lists,
  listsOf,
  makeTable,
  type Table,
  textOf,
  wordsOf,
} from '../tables/table.ts'
import { type Groups, groupsOf, rowKeys, type Unit, units } from './group.ts'
import { type ImageForm, imagesSchema } from './images.ts'
import type { Candidates } from './metric.ts'
import { imageColumn } from './sight.ts'
import type { Target } from './target.ts'

/** The column of the word that each row's vector stands for. */
const wordColumn = 'word'

/** What a head said about the rows of one fold. */
export interface Answered {
  /** Number of the fold. */
  readonly fold: number
  /** Declared calibration rows of each class, or their share, where the split has some. */
  readonly shots?: number
  /** Which repetition of the split it is, where it is repeated. */
  readonly repeat?: number
  /** The target of these rows. */
  readonly target: Target
  /** Shape [R, K], [R, 1] for numbers, [R, Q] for vectors. */
  readonly scores: Float64Array
  /** Shape [R]: standard deviations of numbers, where the head knows them. */
  readonly deviations?: Float64Array
  /** Code of the positive class, where there are two. */
  readonly positive: number
  /** How rows are grouped and what a group is called. */
  readonly unit: Unit
  readonly columns: readonly Unit[]
  /** The label column of the words that vectors stand for. */
  readonly words?: string
}

/**
 * Makes the predictions table of one fold: keys of the rows, fold, truth, prediction, scores, and
 * `deviation` where the head says how sure it is, `word` where vectors stand for words: what the
 * label has in front of its first `/`.
 *
 * The largest score is predicted, the first of equal ones. Truth and prediction are text for
 * classes, f64 for numbers and lists for vectors, which have no scores beside. Metadata: `target`,
 * `classes` (JSON, in the order of the scores; an empty list for others), `positive` (a class) and
 * `groups` (JSON of unit and naming columns).
 *
 * @param rows the table that was predicted, R rows
 */
export function makePredictions(rows: Table, answered: Answered): Table<'predictions'> {
  const { fold, shots, repeat, target, scores, unit } = answered
  const columns: Record<string, Column> = {}
  for (const name of new Set([...units, unit, 'window', 'startS', 'endS'])) {
    if (hasColumn(rows, name)) columns[name] = column(rows, name)
  }
  if (answered.words !== undefined) columns[wordColumn] = textOf(frontWords(rows, answered.words))
  columns.fold = i32(new Int32Array(rows.rows).fill(fold))
  if (shots !== undefined) columns.shots = f64(new Float64Array(rows.rows).fill(shots))
  if (repeat !== undefined) columns.repeat = i32(new Int32Array(rows.rows).fill(repeat))
  const meta = {
    target: target.name,
    classes: JSON.stringify(target.classes),
    positive: target.classes[answered.positive] ?? '',
    groups: JSON.stringify({ unit, columns: answered.columns }),
  }
  const told = toldColumns(target, scores)
  if (answered.deviations) told.deviation = f64(answered.deviations)
  return makeTable('predictions', { ...columns, ...told }, meta)
}

/** What stands in front of the first `/` of a label, or all of it. */
function frontWords(rows: Table, label: string): string[] {
  if (!hasColumn(rows, label) || columnType(rows, label) !== 'text') {
    fail('target-missing', { target: label, option: 'words', columns: labelNames(rows) })
  }
  return wordsOf(rows, label).map((word) => word.split('/')[0])
}

function toldColumns(target: Target, scores: Float64Array): Record<string, Column> {
  const kept = Float32Array.from(scores)
  if (target.width) {
    const truth = lists(Float32Array.from(target.y), target.width)
    return { truth, prediction: lists(kept, target.width) }
  }
  const isClass = target.classes.length > 0
  const told = isClass ? classColumns(target, scores) : numberColumns(target, scores)
  return { ...told, scores: lists(kept, Math.max(1, target.classes.length)) }
}

function classColumns({ classes, y }: Target, scores: Float64Array): Record<string, Column> {
  const words = Array.from(y, (_, r) => classes[largest(scores, r, classes.length)])
  return { truth: textOf(Array.from(y, (code) => classes[code])), prediction: textOf(words) }
}

function numberColumns({ y }: Target, scores: Float64Array): Record<string, Column> {
  return { truth: f64(Float64Array.from(y)), prediction: f64(Float64Array.from(scores)) }
}

function largest(scores: Float64Array, row: number, classes: number): number {
  let best = 0
  for (let k = 1; k < classes; k++) {
    if (scores[row * classes + k] > scores[row * classes + best]) best = k
  }
  return best
}

/** Predictions as numbers, for metrics and charts. */
export interface Outcome {
  /** Names of the classes in the order of the scores; empty for numbers. */
  readonly classes: readonly string[]
  /** Code of the positive class. */
  readonly positive: number
  /** Shape [R]: class codes, or numbers; of vectors the places of the truth in `candidates`. */
  readonly truth: Float64Array
  /** Shape [R]; of vectors empty. */
  readonly prediction: Float64Array
  /** Shape [R, K], [R, 1], or the predicted vectors, [R, Q]. */
  readonly scores: Float32Array
  /** Shape [R]: standard deviations of numbers, where the head knew them. */
  readonly deviations?: Float64Array
  readonly fold: Int32Array
  readonly groups: Groups
  /** Shape [R]: which repetition of the split tested the row; absent when it is done once. */
  readonly repeat?: Int32Array
  /** Shape [R], with `repeat`: the same word for the same row of features. */
  readonly identity?: readonly string[]
  /** Where vectors are predicted: the distinct true ones, in order of appearance. */
  readonly candidates?: Candidates
  /** How vectors are images, where the predictions say so. */
  readonly images?: ImageForm
  /** Shape [R]: which row of the whole table it is, where models look at images. */
  readonly image?: Int32Array
}

/**
 * Reads a predictions table back.
 *
 * @param unit what rows are grouped by; by default what the split of the run kept together
 * @param positive the class that counts as positive; by default what the table says
 * @throws {NeurarrowError} `stage-options` when `positive` is not a class
 */
export function outcomeOf(
  table: Table<'predictions'>,
  unit?: Unit,
  positive = table.meta.positive || undefined,
): Outcome {
  const classes = JSON.parse(table.meta.classes ?? '[]') as string[]
  const code = new Map(classes.map((name, k) => [name, k]))
  const numbers = (name: string) =>
    columnType(table, name) === 'f64'
      ? f64Of(table, name)
      : Float64Array.from(wordsOf(table, name), (word) => code.get(word) ?? Number.NaN)
  const fold = i32Of(table, 'fold')
  const groups = groupsAsNamed(table, unit)
  if (columnType(table, 'truth') === 'lists') {
    const scores = listsOf(table, 'prediction').values
    const prediction = new Float64Array(0)
    const told = { classes, positive: -1, prediction, scores, fold, groups }
    return { ...told, ...distinctTruth(table), ...imageFacts(table) }
  }
  return {
    classes,
    positive: positiveCode(classes, positive),
    truth: numbers('truth'),
    prediction: numbers('prediction'),
    scores: listsOf(table, 'scores').values,
    fold,
    groups,
    ...(hasColumn(table, 'deviation') ? { deviations: f64Of(table, 'deviation') } : {}),
    ...(hasColumn(table, 'repeat')
      ? { repeat: i32Of(table, 'repeat'), identity: identityWords(table) }
      : {}),
  }
}

/** Recording and window of each row. */
function identityWords(table: Table): string[] {
  const recordings = wordsOf(table, 'recording')
  const windows = hasColumn(table, 'window') ? i32Of(table, 'window') : undefined
  return recordings.map((recording, r) => `${recording}\n${windows ? windows[r] : ''}`)
}

/** The distinct true vectors, and which of them is each row's. */
function distinctTruth(table: Table): Pick<Outcome, 'truth' | 'candidates'> {
  const { values, size } = listsOf(table, 'truth')
  const place = new Map<string, number>()
  const rows: number[] = []
  const truth = Float64Array.from({ length: table.rows }, (_, r) => {
    const name = values.subarray(r * size, (r + 1) * size).join()
    const code = place.get(name) ?? place.size
    if (code === place.size) rows.push(r)
    place.set(name, code)
    return code
  })
  const distinct = new Float64Array(rows.length * size)
  rows.forEach((row, i) => {
    distinct.set(values.subarray(row * size, (row + 1) * size), i * size)
  })
  const words = candidateWords(table, truth, rows.length)
  return { truth, candidates: { values: distinct, width: size, ...(words ? { words } : {}) } }
}

/** The word of each distinct vector by its code, which is that of all its rows. */
function candidateWords(table: Table, truth: Float64Array, count: number): Int32Array | undefined {
  if (!hasColumn(table, wordColumn)) return undefined
  const codes = new Map<string, number>()
  const out = new Int32Array(count).fill(-1)
  for (const [r, word] of wordsOf(table, wordColumn).entries()) {
    const code = codes.get(word) ?? codes.size
    codes.set(word, code)
    const known = out[truth[r]]
    if (known >= 0 && known !== code) {
      const all = [...codes.keys()]
      fail('stage-options', { option: 'words', oneVector: [all[known], word] })
    }
    out[truth[r]] = code
  }
  return out
}

function imageFacts(table: Table): Pick<Outcome, 'images' | 'image'> {
  const { images } = table.meta
  return {
    ...(images === undefined ? {} : { images: imagesSchema.parse(JSON.parse(images)) }),
    ...(hasColumn(table, imageColumn) ? { image: i32Of(table, imageColumn) } : {}),
  }
}

/** The code of a class by name; without a name the last class, for two as for more. */
export function positiveCode(classes: readonly string[], positive: string | undefined): number {
  if (positive === undefined || classes.length === 0) return classes.length - 1
  const code = classes.indexOf(positive)
  return code >= 0 ? code : fail('stage-options', { option: 'positive', value: positive, classes })
}

/** Groups named as the split named them, although the tested rows may be only a part of all. */
function groupsAsNamed(table: Table, unit?: Unit): Groups {
  const kept = JSON.parse(table.meta.groups ?? '{}') as { unit?: Unit; columns?: Unit[] }
  const same = unit === undefined || unit === kept.unit
  const by = unit ?? kept.unit ?? 'subject'
  return groupsOf(rowKeys(table, [by]), by, same ? kept.columns : undefined)
}
