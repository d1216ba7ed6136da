import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import type { Head, Labels, Matrix } from '../../src/head.ts'
import { heads } from '../../src/heads/index.ts'
import { similarities, similarityRanks } from '../../src/kernels/similarity-ranks.ts'
import { expectClose } from '../close.ts'
import { matrix } from '../heads-golden.ts'
import { definites, normals } from '../linalg-golden.ts'

const size = 3

/** Rows that a head reads, of classes in turn, `apart` how far from each other. */
function rowsFor(head: Head, classes: number, apart: number, seed = 1): Matrix {
  const rows = 20 * classes
  if (head.reads === 'features') {
    const x = normals(rows * 4, seed).map((v, i) => {
      const k = Math.floor(i / 4) % classes
      return v + (i % 4 === k ? apart : 0)
    })
    return matrix(x, 4)
  }
  const x = definites(rows, size, seed).map((v, i) => {
    const k = Math.floor(i / size ** 2) % classes
    const [row, column] = [Math.floor((i % size ** 2) / size), i % size]
    const gain = (channel: number) => (channel === k ? Math.exp(apart / 2) : 1)
    return v * gain(row) * gain(column)
  })
  return matrix(x, size ** 2)
}

function labelsFor(x: Matrix, classes: number): Labels {
  return { y: Float64Array.from({ length: x.rows }, (_, r) => r % classes), classes }
}

function fitted(head: Head, x: Matrix, labels: Labels) {
  return head.fit(x, labels, head.options.parse({}), 0)
}

function taken(x: Matrix, order: readonly number[]): Matrix {
  return matrix(
    order.flatMap((r) => [...x.values.subarray(r * x.cols, (r + 1) * x.cols)]),
    x.cols,
  )
}

function accuracy(scores: Float64Array, labels: Labels): number {
  const { y, classes } = labels
  const right = y.filter((code, r) => {
    const row = [...scores.subarray(r * classes, (r + 1) * classes)]
    return row.indexOf(Math.max(...row)) === code
  })
  return right.length / y.length
}

const ofClasses = heads.filter(({ predicts }) => predicts !== 'vectors' && predicts !== 'numbers')
const learners = ofClasses.filter((head) => head.use !== 'majority')
const ofVectors = heads.filter(({ predicts }) => predicts === 'vectors' || predicts === 'all')

describe.each(heads.map((head) => [head.use, head] as const))('%s', (_, head) => {
  test('says what it is, and its options have units, descriptions and defaults', () => {
    expect(head.title).toMatch(/^[A-Z].*[^.]$/)
    for (const [name, option] of Object.entries(head.options.shape)) {
      const words = (option as { meta(): Record<string, string> }).meta()
      expect(words.description, name).toBeTruthy()
    }
    expect(head.options.safeParse({}).success).toBe(true)
    const unknown = head.options.safeParse({ notAnOption: 1 })
    expect(unknown.error?.issues.map((issue) => issue.code)).toEqual(['unrecognized_keys'])
  })
})

describe.each(ofVectors.map((head) => [head.use, head] as const))('%s of vectors', (_, head) => {
  const x = rowsFor(head, 3, 4)
  const vectors = [1, 0, 0, 0, 2, 0, -1, 0, 1]
  const y = Float64Array.from({ length: 3 * x.rows }, (__, i) => {
    return vectors[3 * (Math.floor(i / 3) % 3) + (i % 3)]
  })

  test('gives one vector a row, the same bytes for the same rows', () => {
    const found = fitted(head, x, { y, classes: 0 }).predict(x)
    expect(found).toHaveLength(3 * x.rows)
    expect(fitted(head, x, { y, classes: 0 }).predict(x)).toEqual(found)
  })

  test('a row points to its own vector rather than to the others', () => {
    const other = rowsFor(head, 3, 4, 99)
    const found = fitted(head, x, { y, classes: 0 }).predict(other)
    const ranks = similarityRanks(similarities(found, vectors, 3, 'cosine'), 3)
    const right = Array.from({ length: x.rows }, (__, r) => ranks[3 * r + (r % 3)] === 1)
    expect(right.filter(Boolean).length / x.rows).toBeGreaterThan(0.9)
  })

  test('the order of rows matters by rounding only, NaN is a catalogue failure', () => {
    const order = Array.from({ length: x.rows }, (__, r) => (r * 7 + 3) % x.rows)
    const mixed = Float64Array.from(order.flatMap((r) => [...y.subarray(3 * r, 3 * r + 3)]))
    const found = fitted(head, taken(x, order), { y: mixed, classes: 0 }).predict(x)
    const expected = fitted(head, x, { y, classes: 0 }).predict(x)
    expectClose(found, expected, { absolute: 1e-6, why: 'sums in another order' })
    const spoilt = y.with(2, Number.NaN)
    expect(() => fitted(head, x, { y: spoilt, classes: 0 })).toThrow(/non-finite/)
  })
})

describe.each(ofClasses.map((head) => [head.use, head] as const))('%s', (_, head) => {
  test('the same rows give the same bytes, and stay as they are', () => {
    const x = rowsFor(head, 3, 1)
    const labels = labelsFor(x, 3)
    const before = x.values.slice()
    const first = fitted(head, x, labels).predict(x)
    expect(fitted(head, x, labels).predict(x)).toEqual(first)
    expect(x.values).toEqual(before)
    expect(labels).toEqual(labelsFor(x, 3))
    expect(first).toHaveLength(3 * x.rows)
    expect(first.every(Number.isFinite)).toBe(true)
  })

  test('the order of rows matters by rounding only', () => {
    const x = rowsFor(head, 2, 1)
    const labels = labelsFor(x, 2)
    const order = Array.from({ length: x.rows }, (_, r) => (r * 7 + 3) % x.rows)
    const mixed = { y: Float64Array.from(order, (r) => labels.y[r]), classes: 2 }
    const found = fitted(head, taken(x, order), mixed).predict(x)
    const why = 'sums in another order, iterations that end within 1e-8'
    expectClose(found, fitted(head, x, labels).predict(x), { absolute: 1e-7, why })
  })

  test('other codes for the classes permute the scores', () => {
    const x = rowsFor(head, 3, 1)
    const labels = labelsFor(x, 3)
    const renamed = { y: labels.y.map((code) => (code + 1) % 3), classes: 3 }
    const scores = fitted(head, x, labels).predict(x)
    const found = fitted(head, x, renamed).predict(x)
    const expected = scores.map((__, i) => scores[i - (i % 3) + (((i % 3) + 2) % 3)])
    const why = 'sums in another order, iterations that end within 1e-8'
    expectClose(found, expected, { absolute: 1e-7, why })
  })

  test('a class without training rows is never predicted', () => {
    const x = rowsFor(head, 2, 1)
    const labels = { y: labelsFor(x, 2).y.map((code) => 2 * code), classes: 3 }
    const scores = fitted(head, x, labels).predict(x)
    const wins = Array.from({ length: x.rows }, (__, r) => scores.subarray(3 * r, 3 * r + 3))
    expect(wins.every((row) => row[1] < Math.max(row[0], row[2]))).toBe(true)
  })

  test('constant rows give the training frequencies or a catalogue failure, no crash', () => {
    const one = rowsFor(head, 2, 1)
    const x = taken(one, new Array<number>(40).fill(0))
    const labels = labelsFor(x, 2)
    try {
      const scores = fitted(head, x, labels).predict(x)
      expect(scores.every(Number.isFinite)).toBe(true)
      expect(Math.abs(scores[0] - scores[1])).toBeLessThan(1e-6)
    } catch (thrown) {
      if (!(thrown instanceof NeurarrowError) || thrown.code === 'internal') throw thrown
    }
  })
})

describe.each(learners.map((head) => [head.use, head] as const))('%s', (_, head) => {
  test.each([2, 3])('%i classes that lie apart are learnt', (classes) => {
    const x = rowsFor(head, classes, 6)
    const labels = labelsFor(x, classes)
    const other = rowsFor(head, classes, 6, 99)
    expect(accuracy(fitted(head, x, labels).predict(other), labels)).toBeGreaterThan(0.95)
  })

  test('labels without meaning are decoded at chance', () => {
    const x = rowsFor(head, 2, 0)
    const labels = labelsFor(x, 2)
    const tries = [11, 12, 13, 14, 15, 16, 17, 18].map((seed) =>
      accuracy(fitted(head, rowsFor(head, 2, 0, seed), labels).predict(x), labels),
    )
    const mean = tries.reduce((sum, share) => sum + share / tries.length, 0)
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.15)
  })

  test('one class, and NaN in training or later, are catalogue failures', () => {
    const x = rowsFor(head, 2, 1)
    const labels = labelsFor(x, 2)
    const single = { y: new Float64Array(x.rows), classes: 2 }
    expect(() => fitted(head, x, single)).toThrow(/one-class/)
    const spoilt = matrix(x.values.with(3, Number.NaN), x.cols)
    expect(() => fitted(head, spoilt, labels)).toThrow(/non-finite/)
    expect(() => fitted(head, x, labels).predict(spoilt)).toThrow(/non-finite/)
  })
})
