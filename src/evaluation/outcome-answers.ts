import type { Answers, Candidates } from './metric.ts'
import type { Outcome } from './predictions.ts'

/**
 * The answers to some rows and their truth, as metrics take them.
 *
 * Where vectors are predicted, the candidates are the distinct vectors of these rows, in order of
 * appearance, and truth is the place of a row's own among them.
 *
 * @param rows positions in the outcome, shape [N]
 */
export function outcomeAnswers(
  outcome: Omit<Outcome, 'scores'> & { readonly scores: Float32Array | Float64Array },
  rows: ArrayLike<number>,
): Answers & { readonly truth: Float64Array } {
  const { truth, prediction, scores, classes, positive, candidates } = outcome
  const { deviations, images } = outcome
  const width = candidates?.width ?? Math.max(1, classes.length)
  const own = new Float64Array(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    own.set(scores.subarray(rows[i] * width, (rows[i] + 1) * width), i * width)
  }
  const codes = Float64Array.from(rows, (row) => truth[row])
  const answers = {
    prediction: Float64Array.from(rows, (row) => prediction[row]),
    scores: own,
    classes: classes.length,
    names: classes,
    positive,
    ...(images === undefined ? {} : { images }),
    ...(deviations ? { deviations: Float64Array.from(rows, (row) => deviations[row]) } : {}),
  }
  if (candidates === undefined) return { ...answers, truth: codes }
  const few = candidatesOf(candidates, codes)
  return { ...answers, ...few }
}

/** The candidates that occur among some codes, and the codes among these. */
function candidatesOf({ values, width, words }: Candidates, codes: Float64Array) {
  const present = [...new Set(codes)]
  const place = new Map(present.map((code, i) => [code, i]))
  const few = new Float64Array(present.length * width)
  present.forEach((code, i) => {
    few.set(values.subarray(code * width, (code + 1) * width), i * width)
  })
  const own = words && { words: Int32Array.from(present, (code) => words[code]) }
  const kept = { values: few, width, ...own }
  return { candidates: kept, truth: codes.map((code) => place.get(code) ?? 0) }
}
