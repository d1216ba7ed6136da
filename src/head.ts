import type * as z from 'zod'
import { fail } from './errors.ts'
import { firstHole } from './kernels/first-hole.ts'

/** A block of numbers, row after row: `values` has shape [rows, cols]. */
export interface Matrix {
  readonly values: Float64Array
  readonly rows: number
  readonly cols: number
  /** Band of each column, from 0, where the features lie in bands. */
  readonly bands?: ArrayLike<number>
  /** Of features that are tokens one after the other: numbers of a token. */
  readonly depth?: number
  /** Names of the features, where they have some. */
  readonly names?: readonly string[]
}

/** What a head's `fit` gives back. */
export interface FittedHead {
  /**
   * Scores for each row: classification gives shape [R, K], the largest is predicted (logistic
   * and lda: probabilities); regression gives shape [R, 1], of vectors [R, Q].
   */
  predict(x: Matrix): Float64Array
  /**
   * Of a head for numbers that knows how sure it is: the standard deviation of each prediction,
   * in the target's unit, shape [R], not below 0.
   */
  deviations?(x: Matrix): Float64Array
  /** Facts for the certificate and the report: iterations, chosen penalty. */
  readonly facts?: Readonly<Record<string, string | number>>
  /** Of a head whose scores are linear in the features: what maps are drawn from. */
  readonly linear?: LinearWeights
}

/** Weights of a linear head. */
export interface LinearWeights {
  /** Shape [K, D]. */
  readonly weights: Float64Array
  /** The class of each of the K rows; of two classes the second alone; 0 for a number. */
  readonly of: readonly number[]
}

/** Labels as a head sees them: class codes 0..K-1, or numbers when K is 0 (regression). */
export interface Labels {
  /** Shape [R]; of vectors [R, Q], row after row. */
  readonly y: Float64Array
  /** K; 0 for regression. */
  readonly classes: number
  /** Code of the group (subject, run) that each row belongs to, shape [R], where it is known. */
  readonly groups?: Int32Array
}

/** What is fitted last: X and y in, a predictor out. Pure, and deterministic for a given seed. */
export interface Head<S extends z.ZodObject = z.ZodObject> {
  /** The key in YAML; also the file's and the export's name. */
  readonly use: string
  readonly title: string
  /** `matrices`: each row of x is a symmetric matrix [C, C] in full. */
  readonly reads: 'features' | 'matrices'
  /** `both`: classes or numbers; `all`: vectors too. */
  readonly predicts: 'classes' | 'numbers' | 'vectors' | 'both' | 'all'
  readonly version: number
  readonly options: S
  readonly cites?: readonly string[]
  /** Whether what is fitted under these options has `deviations`. */
  isSure?(options: z.output<S>): boolean
  /**
   * Fits on rows whose order changes scores by rounding only (less than 1e-7).
   *
   * @throws {NeurarrowError} `one-class` when y holds one class only (majority excepted),
   *   `not-converged` when the optimum was not reached
   */
  fit(x: Matrix, labels: Labels, options: z.output<S>, seed: number): FittedHead
}

/** Defines a head: options schema, words and code in one object. */
export function defineHead<S extends z.ZodObject>(head: Head<S>): Head<S> {
  return head
}

/** The classes that have rows, and the rows' classes among them. */
export interface PresentClasses {
  /** Codes, ascending; K of them. */
  readonly present: readonly number[]
  /** Positions in `present`, shape [R]. */
  readonly y: Float64Array
  /** Rows of each, shape [K]. */
  readonly counts: Float64Array
}

/**
 * Checks what a classifier is to be fitted on, and leaves out classes that have no rows.
 *
 * @throws {NeurarrowError} `non-finite` when x has a NaN or an infinity, `one-class` when fewer
 *   than two classes have rows
 */
export function presentClasses(x: Matrix, labels: Labels): PresentClasses {
  requireFinite(x)
  const present = [...new Set(labels.y)].sort((a, b) => a - b)
  if (present.length < 2) {
    fail('one-class', { rows: x.rows, classes: labels.classes, present: present.length })
  }
  const y = labels.y.map((code) => present.indexOf(code))
  const counts = new Float64Array(present.length)
  for (const k of y) counts[k]++
  return { present, y, counts }
}

/** @throws {NeurarrowError} `non-finite` when x has a NaN or an infinity; says where */
export function requireFinite(x: Matrix): void {
  const at = firstHole(x.values)
  if (at < 0) return
  const value = String(x.values[at])
  fail('non-finite', { row: Math.floor(at / x.cols), feature: at % x.cols, value })
}

/**
 * A fitted head from its scoring function; rows to be predicted are checked first.
 *
 * @param cols D of the training rows
 * @throws {NeurarrowError} by `predict`: `length-mismatch`, `non-finite`
 */
export function fittedHead(
  cols: number,
  scores: (x: Matrix) => Float64Array,
  told: Pick<FittedHead, 'facts' | 'linear' | 'deviations'> = {},
): FittedHead {
  return {
    predict(x) {
      if (x.cols !== cols) fail('length-mismatch', { expected: cols, found: x.cols })
      requireFinite(x)
      return scores(x)
    },
    ...told,
  }
}
