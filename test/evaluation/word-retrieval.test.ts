import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../../src/evaluation/metric.ts'
import { metricNamed } from '../../src/evaluation/metrics.ts'
import { makePredictions, outcomeOf } from '../../src/evaluation/predictions.ts'
import { top1Words, wordsNamed } from '../../src/evaluation/word-retrieval.ts'
import { goldenFile } from '../golden-file.ts'
import { voxelRows } from './voxel-rows.ts'

const golden = goldenFile<{
  width: number
  candidates: number[]
  words: number[]
  truth: number[]
  told: number[]
  expected: Record<string, number>
}>('words/words.json')

function answersOf(scores: number[], values: number[], words?: number[], width = 2): Answers {
  const own = words && { words: Int32Array.from(words) }
  const candidates = { values: Float64Array.from(values), width, ...own }
  return { prediction: [], scores, classes: 0, positive: -1, candidates }
}

describe('word retrieval', () => {
  test('shares of rows are those of SciPy', () => {
    const { told, candidates, words, width, truth, expected } = golden
    const answers = answersOf(told, candidates, words, width)
    for (const [use, value] of Object.entries(expected)) {
      expect(metricNamed(use)?.compute({ ...answers, truth }), use).toBeCloseTo(value, 12)
    }
  })

  test('two candidates that stand for one word outweigh a better one that stands alone', () => {
    const values = [1, 0, 0.9, 0.43589, 0.9, -0.43589]
    const two = answersOf([1, 0], values, [0, 1, 1])
    expect(top1Words.compute({ ...two, truth: [1] })).toBe(1)
    expect(metricNamed('top1')?.compute({ ...two, truth: [1] })).toBe(0)
  })

  test('what tells nothing shares the places of all words', () => {
    const none = answersOf([0, 0], [1, 0, 0, 1], [0, 1])
    expect(top1Words.compute({ ...none, truth: [0] })).toBe(0)
    expect(wordsNamed('top2Words')?.compute({ ...none, truth: [0] })).toBe(1)
  })

  test('without words it is refused; other names are none', () => {
    expect(() => top1Words.compute({ ...answersOf([1, 0], [1, 0]), truth: [0] })).toThrow(
      /stage-options.*words: LABEL/,
    )
    expect(['top0Words', 'topWords', 'top1words'].map(wordsNamed)).toEqual(new Array(3))
  })
})

describe('words of predictions', () => {
  const labels = ['dog/1', 'dog/2', 'cat', 'dog/1']
  const rows = voxelRows({ values: new Float32Array(4), names: ['p'], labels, runs: [1, 1, 1, 1] })
  const made = (y: number[], words?: string) =>
    makePredictions(rows, {
      ...{ fold: 0, positive: -1, unit: 'subject', columns: ['subject'], words },
      target: { name: 'vector', classes: [], y: Float64Array.from(y), width: 2 },
      scores: new Float64Array(8),
    })

  test('the word is what stands in front of the first slash', () => {
    const { candidates, truth } = outcomeOf(made([1, 0, 0, 1, 1, 1, 1, 0], 'event'))
    expect([...truth]).toEqual([0, 1, 2, 0])
    expect([...(candidates?.words ?? [])]).toEqual([0, 0, 1])
    expect(outcomeOf(made([1, 0, 0, 1, 1, 1, 1, 0])).candidates?.words).toBeUndefined()
  })

  test('one vector of two words, a label that is not there', () => {
    const same = made([1, 0, 1, 0, 1, 0, 1, 0], 'event')
    expect(() => outcomeOf(same)).toThrow(/stage-options.*oneVector.*dog.*cat/)
    expect(() => made([1, 0, 0, 1, 1, 1, 1, 0], 'word')).toThrow(/target-missing.*word/)
  })
})

describe('properties', () => {
  test('with a word for each candidate it is retrieval by the inner product', () => {
    const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(vector, (told) => {
        const circle = [1, 0, 0.6, 0.8, -0.6, 0.8, -1, 0]
        const answers = answersOf(told, circle, [0, 1, 2, 3])
        const products = [0, 1, 2, 3].map(
          (n) => told[0] * circle[2 * n] + told[1] * circle[2 * n + 1],
        )
        const best = Math.max(...products)
        const winners = products.filter((value) => value > best - 1e-9).length
        const own = products.findIndex((value) => value > best - 1e-9)
        const found = top1Words.compute({ ...answers, truth: [own] })
        if (winners === 1) expect(found).toBe(1)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
