import type * as z from 'zod'

/** A block of numbers, row after row: `values` has shape [rows, cols]. */
export interface Matrix {
  readonly values: Float64Array
  readonly rows: number
  readonly cols: number
}

/** What a head's `fit` gives back. */
export interface FittedHead {
  /**
   * Scores for each row: classification gives shape [R, K], the largest is predicted (logistic
   * and lda: probabilities); regression gives shape [R, 1].
   */
  predict(x: Matrix): Float64Array
  /** Facts for the certificate and the report: iterations, chosen penalty. */
  readonly facts?: Readonly<Record<string, string | number>>
}

/** Labels as a head sees them: class codes 0..K-1, or numbers when K is 0 (regression). */
export interface Labels {
  /** Shape [R]. */
  readonly y: Float64Array
  /** K; 0 for regression. */
  readonly classes: number
}

/** What is fitted last: X and y in, a predictor out. Pure, and deterministic for a given seed. */
export interface Head<S extends z.ZodObject = z.ZodObject> {
  /** The key in YAML; also the file's and the export's name. */
  readonly use: string
  readonly title: string
  /** `matrices`: each row of x is a symmetric matrix [C, C] in full. */
  readonly reads: 'features' | 'matrices'
  readonly predicts: 'classes' | 'numbers' | 'both'
  readonly version: number
  readonly options: S
  readonly cites?: readonly string[]
  /**
   * @throws {NeurarrowError} `one-class` when y holds one class only (majority excepted),
   *   `not-converged` when the optimum was not reached
   */
  fit(x: Matrix, labels: Labels, options: z.output<S>, seed: number): FittedHead
}

/** Defines a head: options schema, words and code in one object. */
export function defineHead<S extends z.ZodObject>(head: Head<S>): Head<S> {
  return head
}
