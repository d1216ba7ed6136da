import { readFileSync } from 'node:fs'
import type { Head, Labels, Matrix } from '../src/head.ts'

/** Reads a file of `test/golden/heads`. */
export function headsGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`golden/heads/${file}`, import.meta.url), 'utf8')) as T
}

interface Data {
  rows: number
  cols: number
  classes: number
  x: number[]
  y: number[]
  numbers: number[]
  test: number[]
}

const all = headsGolden<Record<string, Data>>('data.json')

/** One of the data sets of the golden files. */
export function headsData(name: string) {
  const { rows, cols, classes, x, y, numbers, test } = all[name]
  return {
    x: matrix(x, cols),
    test: matrix(test, cols),
    labels: { y: Float64Array.from(y), classes },
    numbers: { y: Float64Array.from(numbers), classes: 0 },
    rows,
  }
}

/** Numbers as a block with rows of a length. */
export function matrix(values: ArrayLike<number>, cols: number): Matrix {
  return { values: Float64Array.from(values), rows: values.length / cols, cols }
}

/** Fits a head with options as a document gives them, and predicts. */
export function fitPredict(
  head: Head,
  options: object,
  train: { x: Matrix; labels: Labels },
  test: Matrix,
): Float64Array {
  return head.fit(train.x, train.labels, head.options.parse(options), 0).predict(test)
}
