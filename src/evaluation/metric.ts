/** The answers of a head to R rows, without the truth. */
export interface Answers {
  /** Shape [R]: class codes 0..K-1, or numbers. */
  readonly prediction: ArrayLike<number>
  /** Shape [R, K], or [R, 1] for numbers: what the head gave, row after row. */
  readonly scores: ArrayLike<number>
  /** K; 0 for numbers. */
  readonly classes: number
  /** Code of the class that counts as positive where there are two. */
  readonly positive: number
}

/**
 * The value of a metric for one truth and one weight a row, both of shape [R].
 *
 * A weight is how often the row counts, so a bootstrap is a change of weights and a permutation is
 * a change of truth; what depends on the answers alone (sorting) is done once.
 */
export type Judge = (truth: ArrayLike<number>, weights: ArrayLike<number>) => number

/** A way to say how good predictions are, in one number. */
export interface Metric {
  /** The name in YAML. */
  readonly use: string
  readonly title: string
  readonly for: 'classes' | 'numbers'
  readonly higherIsBetter: boolean
  /** The value that knows nothing about the truth reaches, where it is known beforehand. */
  readonly chanceOf?: (classes: number) => number
  readonly judge: (answers: Answers) => Judge
  /** The value over all rows; NaN where it is not defined, for instance AUROC of one class. */
  readonly compute: (answers: Answers & { readonly truth: ArrayLike<number> }) => number
}

/** Defines a metric by its judge. */
export function defineMetric(metric: Omit<Metric, 'compute'>): Metric {
  return {
    ...metric,
    compute({ truth, ...answers }) {
      return metric.judge(answers)(truth, new Float64Array(truth.length).fill(1))
    },
  }
}
