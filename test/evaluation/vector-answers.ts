import type { Answers } from '../../src/evaluation/metric.ts'

/** Answers in which each row has a vector of its own, and their truth. */
export function vectorAnswers(
  values: Float64Array,
  scores: ArrayLike<number>,
  width: number,
): { answers: Answers; truth: number[] } {
  const answers = {
    ...{ prediction: [], classes: 0, positive: -1 },
    ...{ scores, candidates: { values, width } },
  }
  return { answers, truth: Array.from({ length: values.length / width }, (_, r) => r) }
}
