import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  componentCorrelations,
  correlateSchema,
  othersOf,
} from '../../src/encoders/component-correlations.ts'
import { type Decomposed, decompose } from '../../src/encoders/decompose.ts'
import { NeurarrowError } from '../../src/errors.ts'
import { segmentsOf, withSamples } from '../../src/tables/signals.ts'
import { signalsOf } from '../signal-golden.ts'
import { componentRecording } from './component-recording.ts'

interface GoldenFollow {
  readonly rateHz: number
  readonly channels: number
  /** Electrodes, then EOG and ECG, shape [C + 2, T]. */
  readonly x: number[]
  readonly unmixing: number[]
  readonly means: number[]
  readonly cases: {
    readonly channel: string
    readonly bandHz: [number, number]
    readonly way: 'zscore' | 'correlation'
    readonly threshold: number
    /** Of MNE, and of MNE with the filter that other stages have too. */
    readonly scores: number[]
    readonly usual: number[]
    readonly follows: number[]
  }[]
}

const options = { method: 'fastica', components: 'rank', maxIterations: 200 } as const
const settings = { stage: 'ica', seed: 0, others: ['EOG'] }
const recording = componentRecording()
const parts = decompose(recording, options, settings) as Decomposed

describe('correlations of components', () => {
  test('one component follows the eyes, the others hardly', () => {
    const [found] = componentCorrelations(parts, [{ channels: ['EOG'], above: 0.7 }])
    const [first, second] = Array.from(found.values).sort((a, b) => b - a)
    expect(first).toBeGreaterThan(0.9)
    expect(second).toBeLessThan(0.3)
    expect(found).toMatchObject({ channel: 'EOG', follows: [found.values.indexOf(first)] })
  })

  test('in a band, and with channels that were decomposed', () => {
    const asked = [{ channels: ['Fp1', 'Fp2'], above: 0.5, bandHz: [1, 10] as [number, number] }]
    const found = componentCorrelations(parts, asked)
    expect(found.map(({ channel }) => channel)).toEqual(['Fp1', 'Fp2'])
    expect(Math.max(...found[0].values)).toBeGreaterThan(0.6)
  })

  const golden = JSON.parse(
    readFileSync(new URL('../golden/ica-follow/follow.json', import.meta.url), 'utf8'),
  ) as GoldenFollow

  test.each(golden.cases)('$channel, $way, $threshold: those of MNE', (wanted) => {
    const { channels: count, x, rateHz, unmixing, means } = golden
    const names = Array.from({ length: count }, (_, c) => `C${c}`)
    const channels = [...names, 'EOG', 'ECG']
    const values = Float32Array.from(x)
    const [segment] = segmentsOf(signalsOf([{ channels, values, rateHz }]))
    const found = { unmixing: Float64Array.from(unmixing), means: Float64Array.from(means) }
    const own = {
      ...parts,
      channels: names,
      rateHz,
      fitted: values.subarray(0, count * segment.samples),
      found: { ...parts.found, ...found, shares: new Float64Array(count) },
      parts: [{ segment, rows: names.map((_, c) => c), blocks: [0] }],
    }
    const { channel, bandHz, way, threshold, scores, follows } = wanted
    const rule = way === 'zscore' ? { deviations: threshold } : { above: threshold }
    const [result] = componentCorrelations(own, [{ channels: [channel], bandHz, ...rule }])
    expect(result.follows).toEqual(follows)
    scores.forEach((score, k) => {
      expect(Math.abs(result.values[k] - Math.abs(score)), `component ${k}`).toBeLessThan(0.05)
      const same = Math.abs(wanted.usual[k])
      expect(Math.abs(result.values[k] - same), `component ${k}`).toBeLessThan(2e-6)
    })
  })

  test('either a limit or deviations', () => {
    for (const rule of [{}, { above: 0.5, deviations: 3 }]) {
      expect(() => correlateSchema.parse([{ channels: ['EOG'], ...rule }])).toThrow(/exactly one/)
    }
  })

  test('names of channels are gathered once', () => {
    const asked = [
      { channels: ['EOG', 'ECG'], above: 0.5 },
      { channels: ['ECG'], above: 0.4 },
    ]
    expect(othersOf(asked)).toEqual(['EOG', 'ECG'])
    expect(othersOf()).toEqual([])
  })

  test('a constant channel is named', () => {
    const [segment] = segmentsOf(recording)
    const values = segment.values.slice().fill(1, 8 * segment.samples)
    const still = decompose(withSamples(recording, [values]), options, settings) as Decomposed
    const run = () => componentCorrelations(still, [{ channels: ['EOG'], above: 0.7 }])
    expect(run).toThrow(NeurarrowError)
    expect(run).toThrow(/finite/)
  })
})
