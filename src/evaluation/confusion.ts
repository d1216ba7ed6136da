import type { Answers, Judge } from './metric.ts'

/** Rows by true and predicted class. */
export interface Margins {
  /** Rows of class k that are predicted to be k, and the margins; shape [K]. */
  readonly found: Float64Array
  readonly actual: Float64Array
  readonly predicted: Float64Array
  readonly rows: number
  readonly positive: number
}

/** A judge of classes by how many rows of each were found, there, and predicted. */
export function confusionJudge(figure: (margins: Margins) => number): (answers: Answers) => Judge {
  return ({ prediction, classes, positive }) => {
    const found = new Float64Array(classes)
    const actual = new Float64Array(classes)
    const predicted = new Float64Array(classes)
    return (truth, weights) => {
      found.fill(0)
      actual.fill(0)
      predicted.fill(0)
      let rows = 0
      for (let r = 0; r < prediction.length; r++) {
        const weight = weights[r]
        rows += weight
        actual[truth[r]] += weight
        predicted[prediction[r]] += weight
        if (truth[r] === prediction[r]) found[truth[r]] += weight
      }
      return figure({ found, actual, predicted, rows, positive })
    }
  }
}
