import * as z from 'zod'
import { defineHead, type FittedHead, type Labels, type Matrix } from '../head.ts'

/**
 * The floor: every row gets the frequencies of the training classes, shape [R, K], or the mean of
 * the training numbers, shape [R, 1]. It looks at no feature, so it also accepts one class and
 * features that are not finite. Of equally frequent classes the first is predicted.
 */
export const majority = defineHead({
  use: 'majority',
  title: 'The floor: the most frequent class, or the mean',
  reads: 'features',
  predicts: 'both',
  version: 1,
  options: z.strictObject({}),
  fit: (_x, labels) => constant(labels.classes > 0 ? frequencies(labels) : [mean(labels)]),
})

function frequencies({ y, classes }: Labels): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const code of y) counts[code]++
  return counts.map((count) => count / y.length)
}

function mean({ y }: Labels): number {
  return y.reduce((sum, value) => sum + value, 0) / y.length
}

function constant(row: readonly number[]): FittedHead {
  return {
    predict: (x: Matrix) =>
      Float64Array.from({ length: x.rows * row.length }, (_, i) => row[i % row.length]),
  }
}
