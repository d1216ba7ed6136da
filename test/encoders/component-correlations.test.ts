import { describe, expect, test } from 'vitest'
import { componentCorrelations, othersOf } from '../../src/encoders/component-correlations.ts'
import { type Decomposed, decompose } from '../../src/encoders/decompose.ts'
import { NeurarrowError } from '../../src/errors.ts'
import { segmentsOf, withSamples } from '../../src/tables/signals.ts'
import { componentRecording } from './component-recording.ts'

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
    expect(found).toMatchObject({ channel: 'EOG', above: 0.7 })
  })

  test('in a band, and with channels that were decomposed', () => {
    const asked = [{ channels: ['Fp1', 'Fp2'], above: 0.5, bandHz: [1, 10] as [number, number] }]
    const found = componentCorrelations(parts, asked)
    expect(found.map(({ channel }) => channel)).toEqual(['Fp1', 'Fp2'])
    expect(Math.max(...found[0].values)).toBeGreaterThan(0.6)
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
