import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import {
  channelsWithoutPlace,
  classesOf,
  componentLabels,
  feedsOf,
} from '../../src/encoders/component-labels.ts'
import { type Decomposed, decompose } from '../../src/encoders/decompose.ts'
import { NeurarrowError } from '../../src/errors.ts'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { componentRecording, electrodes } from './component-recording.ts'
import { fixtures } from './model-folder.ts'
import { useModels } from './use-models.ts'

useModels(fixtures)

const options = { method: 'fastica', components: 'rank', maxIterations: 200 } as const
const parts = decompose(componentRecording(), options, {
  stage: 'ica',
  seed: 0,
  others: ['EOG'],
}) as Decomposed

const placed = (channels: readonly string[]) => {
  return { channels, places: electrodePositions(channels) }
}

describe('labels of components', () => {
  test('the mains and the blinks are known by a model that looks for them', async () => {
    const classes = classesOf(loadModelCard('tiny-labels'))
    expect(classes).toEqual(['brain', 'muscle', 'eye', 'heart', 'line', 'channel', 'other'])
    const found = await componentLabels('tiny-labels', parts)
    expect(found.length).toBe(8 * 7)
    const rows = Array.from({ length: 8 }, (_, k) => found.subarray(7 * k, 7 * k + 7))
    for (const row of rows) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
    expect(Math.max(...rows.map((row) => row[4]))).toBeGreaterThan(0.9)
  })

  test.each([
    ['positions', placed([...electrodes.slice(1), 'ECG']), { missing: ['ECG'] }],
    ['rate', { rateHz: 64 }, { found: 64 }],
    ['window', { rateHz: 4000 }, { foundS: 2 }],
  ])('what is not met is named: %s', async (contract, change, facts) => {
    const failure = await componentLabels('tiny-labels', { ...parts, ...change }).catch((e) => e)
    expect(failure).toBeInstanceOf(NeurarrowError)
    expect(failure.code).toBe('model-input')
    expect(failure.facts).toMatchObject({ contract, ...facts })
  })

  test('a model of another kind is refused', async () => {
    const failure = await componentLabels('batch-encoder', parts).catch((e) => e)
    expect(failure.facts).toMatchObject({ contract: 'kind', found: ['encoder'] })
  })

  test('a model that was not pulled says how it comes', async () => {
    delete process.env.NEURARROW_MODELS
    const card = loadModelCard('iclabel')
    process.env.NEURARROW_MODELS = fixtures
    expect(card.graphs[0].from).toMatchObject({ pypi: 'mne-icalabel', version: '0.10.0' })
  })

  test('four variants: as it is, turned in sign, in sides, in both', () => {
    const topo = Float32Array.from({ length: 1024 }, (_, i) => i)
    const rows = new Float32Array(100).fill(2)
    const { topo: fed, psds } = feedsOf({ topo, psds: rows, autocorr: rows }, 1)
    expect(fed.shape).toEqual([4, 1, 32, 32])
    expect(psds.shape).toEqual([4, 1, 1, 100])
    const at = (variant: number, pixel: number) => Number(fed.values[1024 * variant + pixel])
    expect([0, 1, 2, 3].map((variant) => at(variant, 32))).toEqual([32, -32, 63, -63])
  })

  test('channels that have no place on the head', () => {
    expect(channelsWithoutPlace(['EEG Fp1-REF', 'A2-A1', 'ECG', 'Cz'])).toEqual(['A2-A1', 'ECG'])
  })
})
