import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { decompose, decomposeShape } from '../../src/encoders/decompose.ts'
import { NeurarrowError } from '../../src/errors.ts'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { reference } from '../../src/stages/signal/reference.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { type Sensor, withSensors } from '../../src/tables/sensors.ts'
import { type Signals, segmentsOf, withSamples } from '../../src/tables/signals.ts'
import { runStage } from '../run-stage.ts'
import { componentRecording, electrodes } from './component-recording.ts'

const schema = z.object(decomposeShape)
const settings = { stage: 'ica', seed: 0, others: ['EOG'] }
const recording = componentRecording()
const found = (table: Signals, options: z.input<typeof schema> = {}) =>
  decompose(table, schema.parse(options), settings)

function failureOf(run: () => unknown): NeurarrowError {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof NeurarrowError) return thrown
  }
  throw new Error('it did not fail')
}

describe('decompose', () => {
  test('takes all channels but those that are compared with', () => {
    const parts = found(recording)
    expect(parts?.channels).toEqual(electrodes)
    expect(parts?.found.shares.length).toBe(8)
    expect(parts?.fitted.length).toBe(8 * 8000)
    const sum = parts?.found.shares.reduce((a, b) => a + b, 0)
    expect(sum).toBeCloseTo(1, 1)
  })

  test('knows where electrodes are: by the recording, else by their names', () => {
    const standard = electrodePositions(electrodes)
    expect(found(recording)?.places).toEqual(standard)
    const turned = electrodes.map((name, c): [string, Sensor] => {
      const [x, y, z] = standard.subarray(3 * c, 3 * c + 3)
      return [name, { positionM: [-0.09 * x, 0.09 * y, 0.09 * z], frame: 'ras' }]
    })
    const places = found(withSensors(recording, Object.fromEntries(turned)))?.places
    expect(places?.length).toBe(standard.length)
    places?.forEach((v, i) => {
      expect(v).toBeCloseTo(i % 3 === 0 ? -standard[i] : standard[i], 9)
    })
  })

  test('joins segments', () => {
    const parts = found(componentRecording({ segments: 2 }))
    expect(parts?.parts.length).toBe(2)
    expect(parts?.fitted).toEqual(found(recording)?.fitted)
  })

  test('is found on a filtered copy where a band is given', () => {
    const parts = found(recording, { fitBandHz: [1, 40] })
    expect(parts?.fitted).not.toEqual(found(recording)?.fitted)
    const open = found(recording, { fitBandHz: [1, 100] })
    expect(open?.found.converged).toBe(true)
  })

  test('a common average leaves one component less; asking for more says why', async () => {
    const only = { channels: electrodes }
    const averaged = (await runStage(reference, recording, { to: electrodes })) as Signals
    expect(found(averaged, only)?.found.shares.length).toBe(7)
    const { code, facts } = failureOf(() => found(averaged, { ...only, components: 8 }))
    expect(code).toBe('rank-deficient')
    expect(facts).toMatchObject({ recording: 'A_1', rank: 7, asked: 8, channels: 8 })
    expect(facts.remedy).toContain('common average')
  })

  test('nothing but copies of one channel cannot be decomposed', () => {
    const [segment] = segmentsOf(recording)
    const row = segment.values.subarray(0, segment.samples)
    const values = segment.values.map((_, i) => row[i % segment.samples])
    const { code, facts } = failureOf(() => found(withSamples(recording, [values])))
    expect([code, facts.rank]).toEqual(['rank-deficient', 1])
  })

  test('a value that is not finite is named', () => {
    const [segment] = segmentsOf(recording)
    const values = segment.values.slice()
    values[segment.samples + 7] = Number.NaN
    const { code, facts } = failureOf(() => found(withSamples(recording, [values])))
    expect(code).toBe('non-finite')
    expect(facts).toMatchObject({ channel: 'Fp2', sample: 7 })
  })

  test('a share takes the directions that hold more than it', () => {
    expect(found(recording, { components: 0.5 })?.found.shares.length).toBeLessThan(4)
  })

  test('says so when it did not converge, and is undefined without rows', () => {
    expect(found(recording, { maxIterations: 1 })?.found.converged).toBe(false)
    expect(found(takeRows(recording, []))).toBeUndefined()
  })
})
