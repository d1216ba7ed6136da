import type { ImageForm } from './images.ts'

/** The answers of a head to R rows, without the truth. */
export interface Answers {
  /** Shape [R]: class codes 0..K-1, or numbers. */
  readonly prediction: ArrayLike<number>
  /** Shape [R, K], [R, 1] for numbers, [R, Q] for vectors: what the head gave, row after row. */
  readonly scores: ArrayLike<number>
  /** Shape [R]: standard deviations of numbers, where the head knows how sure it is. */
  readonly deviations?: ArrayLike<number>
  /** K; 0 for numbers. */
  readonly classes: number
  /** Names of the classes, shape [K]; absent where no one asks for them. */
  readonly names?: readonly string[]
  /** Code of the class that counts as positive where there are two. */
  readonly positive: number
  /** Where vectors are predicted: what truth may be, a code of a row of `values`, shape [N, Q]. */
  readonly candidates?: Candidates
  /** How vectors are images, where the pipeline says so. */
  readonly images?: ImageForm
}

/** Distinct vectors, row after row. */
export interface Candidates {
  readonly values: Float64Array
  /** Q */
  readonly width: number
  /** Shape [N]: code of the word that each stands for, where the evaluation names words. */
  readonly words?: Int32Array
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
  readonly for: 'classes' | 'numbers' | 'vectors'
  readonly higherIsBetter: boolean
  /** The value that knows nothing reaches, of so many classes or candidates, where it is known. */
  readonly chanceOf?: (classes: number) => number
  /** Asks for a head that says how sure it is of each number. */
  readonly needsDeviations?: boolean
  /** Asks for `evaluate.words`. */
  readonly needsWords?: boolean
  /** A model through which predicted and own images are looked at before they are compared. */
  readonly through?: Through
  readonly judge: (answers: Answers) => Judge
  /** The value over all rows; NaN where it is not defined, for instance AUROC of one class. */
  readonly compute: (answers: Answers & { readonly truth: ArrayLike<number> }) => number
}

/** A layer of a model for images. */
export interface Through {
  readonly model: string
  /** An output of its graph; the first when not given. */
  readonly layer?: string
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
