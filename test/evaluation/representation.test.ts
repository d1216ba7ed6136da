import { describe, expect, test } from 'vitest'
import type { Answers } from '../../src/evaluation/metric.ts'
import { metrics } from '../../src/evaluation/metrics.ts'
import { linearCka, rsa } from '../../src/evaluation/representation.ts'
import { linearCka as alignment } from '../../src/kernels/cka.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'

const [rows, total, width] = [9, 6, 4]
const draw = random(3)
const values = Float64Array.from({ length: total * width }, draw.normal)
const truth = Array.from({ length: rows }, (_, r) => r % total)
const own = truth.flatMap((code) => [...values.subarray(code * width, (code + 1) * width)])
const scores = own.map((value) => value + 0.5 * draw.normal())
const words = Int32Array.from({ length: total }, (_, n) => n % 4)
const answersOf = (given: number[]): Answers => ({
  ...{ prediction: [], classes: 0, positive: -1 },
  ...{ scores: given, candidates: { values, width, words } },
})
const ones = new Float64Array(rows).fill(1)

describe('representations', () => {
  test('what is predicted without error, or rotated and scaled, is alike', () => {
    expect(rsa.judge(answersOf(own))(truth, ones)).toBeCloseTo(1, 12)
    const turned = own.map((_, i) => {
      const [row, d] = [Math.floor(i / width), i % width]
      const [x, y] = [own[row * width + (d - (d % 2))], own[row * width + (d - (d % 2)) + 1]]
      return 3 * (d % 2 === 0 ? 0.6 * x - 0.8 * y : 0.8 * x + 0.6 * y)
    })
    expect(linearCka.judge(answersOf(turned))(truth, ones)).toBeCloseTo(1, 12)
  })

  test('the alignment is that of the stage, and no less exact far from 0', () => {
    const plain = alignment(Float64Array.from(scores), Float64Array.from(own), rows)
    const moved = scores.map((value) => value + 1e5)
    expect(linearCka.judge(answersOf(scores))(truth, ones)).toBeCloseTo(plain, 12)
    expect(linearCka.judge(answersOf(moved))(truth, ones)).toBeCloseTo(plain, 8)
  })

  test('constant vectors and one vector for all rows have none', () => {
    expect(rsa.judge(answersOf(own.map(() => 1)))(truth, ones)).toBeNaN()
    expect(linearCka.judge(answersOf(scores))(new Array(rows).fill(2), ones)).toBeNaN()
    expect(rsa.judge(answersOf(scores))(new Array(rows).fill(2), ones)).toBeNaN()
  })
})

describe('properties', () => {
  test('weights are repetitions, for every metric of vectors', () => {
    const weights = [2, 0, 1, 3, 1, 1, 0, 1, 2]
    const places = weights.flatMap((weight, r) => new Array<number>(weight).fill(r))
    const repeated = places.flatMap((r) => scores.slice(r * width, (r + 1) * width))
    const codes = places.map((r) => truth[r])
    for (const metric of metrics.filter((one) => one.for === 'vectors')) {
      const weighted = metric.judge(answersOf(scores))(truth, weights)
      const each = new Float64Array(places.length).fill(1)
      const plain = metric.judge(answersOf(repeated))(codes, each)
      expectClose([weighted], [plain], { absolute: 1e-10, why: `${metric.use}: order of sums` })
    }
  })
})
