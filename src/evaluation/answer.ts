import { fail } from '../errors.ts'
import type { FittedHead, Head, Matrix } from '../head.ts'
import { firstHole } from '../kernels/first-hole.ts'
import { matrixOf } from '../tables/features.ts'
import { hasColumn, i32Of, type Table, wordsOf } from '../tables/table.ts'
import type { Options, Sides } from './branch.ts'
import { groupsOf, rowKeys, type Unit } from './group.ts'
import { type Target, targetOf } from './target.ts'

/** What a head, fitted on the training side, says about the test side. */
export interface Answer {
  readonly fitted: FittedHead
  /** The target of the test rows. */
  readonly target: Target
  /** Shape [R, K], [R, 1] for numbers, [R, Q] for vectors; finite. */
  readonly scores: Float64Array
  /** Shape [R]: standard deviations of numbers, from a head that knows them; finite. */
  readonly deviations?: Float64Array
}

/** What a head is asked. */
export interface Question {
  readonly head: Head
  readonly options: Options
  readonly target: string
  /** The classes of the whole run; empty when the target is a number. */
  readonly classes: readonly string[]
  readonly seed: number
  /** What the split keeps together: training may keep some of it aside. */
  readonly unit: Unit
}

/**
 * Fits the head on the training rows and asks it about the test rows, whose labels it never sees.
 *
 * @throws {NeurarrowError} `kind-mismatch` when the head does not read this kind of table or does
 *   not predict this kind of target, `non-finite` when a feature or a score is not finite
 */
export function answer({ train, test }: Sides, question: Question): Answer {
  const { head, options, classes, seed } = question
  const known = targetOf(train, question.target, classes)
  requireFit(head, train, known)
  const x = finiteMatrix(train, head.use)
  const groups = groupsOf(rowKeys(train, [question.unit]), question.unit).codes
  const fitted = head.fit(x, { y: known.y, classes: classes.length, groups }, options, seed)
  const asked = finiteMatrix(test, head.use)
  const scores = fitted.predict(asked)
  if (firstHole(scores) >= 0) fail('non-finite', { head: head.use, of: 'scores' })
  const deviations = fitted.deviations?.(asked)
  if (deviations && firstHole(deviations) >= 0) {
    fail('non-finite', { head: head.use, of: 'standard deviations' })
  }
  const told = { fitted, scores, target: targetOf(test, question.target, classes) }
  return deviations ? { ...told, deviations } : told
}

function requireFit(head: Head, table: Table, { classes, width = 0 }: Target): void {
  if (table.kind !== head.reads) {
    fail('kind-mismatch', { head: head.use, reads: head.reads, found: table.kind })
  }
  const asked = width > 0 ? 'vectors' : classes.length > 0 ? 'classes' : 'numbers'
  const able = { both: ['classes', 'numbers'], all: ['classes', 'numbers', 'vectors'] }
  const can =
    head.predicts === 'both' || head.predicts === 'all' ? able[head.predicts] : [head.predicts]
  if (!can.includes(asked)) {
    fail('kind-mismatch', { head: head.use, predicts: head.predicts, target: asked })
  }
}

/** Bands by their numbers, in order of appearance. */
function bandsOf({ meta }: Table): number[] | undefined {
  if (meta.bands === undefined) return undefined
  const names = JSON.parse(meta.bands) as string[]
  const places = [...new Set(names)]
  return names.map((name) => places.indexOf(name))
}

function finiteMatrix(table: Table, head: string): Matrix {
  const depth = Number(table.meta.depth) || undefined
  const bands = bandsOf(table)
  const names = table.meta.names === undefined ? undefined : JSON.parse(table.meta.names)
  const x: Matrix = { ...matrixOf(table as Table<'features' | 'matrices'>), depth, bands, names }
  const at = firstHole(x.values)
  if (at < 0) return x
  const row = Math.floor(at / x.cols)
  return fail('non-finite', {
    head,
    recording: wordsOf(table, 'recording')[row],
    window: hasColumn(table, 'window') ? i32Of(table, 'window')[row] : undefined,
    feature: at % x.cols,
    value: String(x.values[at]),
  })
}
