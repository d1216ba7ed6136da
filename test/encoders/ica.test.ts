import { describe, expect, test } from 'vitest'
import { ica } from '../../src/encoders/ica.ts'
import { correlation } from '../../src/kernels/correlation.ts'
import { notesOf } from '../../src/tables/note.ts'
import { withSensors } from '../../src/tables/sensors.ts'
import { type Signals, segmentsOf } from '../../src/tables/signals.ts'
import { issuesOf, runStage } from '../run-stage.ts'
import { signalsOf } from '../signal-golden.ts'
import { componentRecording } from './component-recording.ts'
import { fixtures } from './model-folder.ts'
import { useModels } from './use-models.ts'

useModels(fixtures)

const recording = componentRecording()
const eyes = { correlate: [{ channels: ['EOG'], above: 0.7 }], method: 'fastica' as const }

/** A channel of the recording, all segments one after the other. */
function rowOf(table: unknown, name: string): number[] {
  return segmentsOf(table as Signals).flatMap(({ channels, values, samples }) => {
    const from = channels.indexOf(name) * samples
    return [...values.subarray(from, from + samples)]
  })
}

const followsEyes = (table: unknown, name: string) =>
  Math.abs(correlation(rowOf(table, name), rowOf(recording, 'EOG')))

describe('ica', () => {
  test('takes the blinks out of all electrodes and leaves the EOG as it is', async () => {
    const out = await runStage(ica, recording, eyes)
    expect(followsEyes(recording, 'Fp1')).toBeGreaterThan(0.5)
    expect(followsEyes(out, 'Fp1')).toBeLessThan(0.1)
    expect(rowOf(out, 'EOG')).toEqual(rowOf(recording, 'EOG'))
    const [note] = notesOf(out)
    expect(note).toMatchObject({ says: 'components were removed', removed: 1, of: 8 })
    expect(note.because).toEqual([expect.stringMatching(/^\d: follows EOG$/)])
  })

  test('a channel at another rate passes through, but cannot be compared with', async () => {
    const [{ channels, values, rateHz }] = segmentsOf(recording)
    const beats = Float32Array.from({ length: 4000 }, (_, t) => (t % 90 === 0 ? 500 : 0))
    const heart = { channels: ['ECG'], values: beats, rateHz: rateHz / 2, index: 0 }
    const both = signalsOf([{ channels, values, rateHz, index: 0 }, heart])
    const mixed = withSensors(both, { ECG: { type: 'ecg' } })
    const [first, second] = segmentsOf((await runStage(ica, mixed, eyes)) as Signals)
    const [alone] = segmentsOf((await runStage(ica, recording, eyes)) as Signals)
    expect(first.values).toEqual(alone.values)
    expect([second.rateHz, second.values]).toEqual([rateHz / 2, beats])
    const follow = { ...eyes, correlate: [{ channels: ['ECG'], above: 0.5 }] }
    await expect(runStage(ica, mixed, follow)).rejects.toThrow(/rates-differ.*ECG.*`resample`/)
    const absent = { ...eyes, correlate: [{ channels: ['EMG'], above: 0.5 }] }
    await expect(runStage(ica, mixed, absent)).rejects.toThrow(/channel-missing/)
  })

  test('segments are cleaned together', async () => {
    const whole = await runStage(ica, recording, eyes)
    const cut = await runStage(ica, componentRecording({ segments: 2 }), eyes)
    expect(segmentsOf(cut as Signals).length).toBe(2)
    expect(rowOf(cut, 'Fp1')).toEqual(rowOf(whole, 'Fp1'))
  })

  test('takes out what a model labels, from a probability on', async () => {
    const labels = { model: 'tiny-labels', reject: { line: 0.9 } }
    const options = { labels, channels: undefined, correlate: [{ channels: ['EOG'], above: 1 }] }
    const out = await runStage(ica, recording, { ...options, method: 'fastica' })
    const [note] = notesOf(out)
    for (const why of note.because as string[]) expect(why).toMatch(/^\d: line \(/)
    const mains = rowOf(recording, 'O2').map((_, t) => Math.sin(t * Math.PI * 0.5 + 0.3))
    expect(Math.abs(correlation(rowOf(recording, 'O2'), mains))).toBeGreaterThan(0.3)
    expect(Math.abs(correlation(rowOf(out, 'O2'), mains))).toBeLessThan(0.1)
  })

  test('says when it removed nothing, and when it did not converge', async () => {
    const none = { ...eyes, correlate: [{ channels: ['EOG'], above: 1 }], maxIterations: 1 }
    const out = await runStage(ica, recording, none)
    expect(notesOf(out).map(({ says }) => says)).toEqual([
      'components were removed',
      'the decomposition did not converge',
    ])
    expect(rowOf(out, 'Fp1')).toEqual(rowOf(recording, 'Fp1'))
  })

  test('the model belongs to the key only where there is one', () => {
    const labels = { model: 'tiny-labels', reject: { eye: 0.8 } }
    expect(ica.content?.(ica.options.parse({ labels }))).toMatch(/^[0-9a-f]{64}$/)
    expect(ica.content?.(ica.options.parse(eyes))).toBeUndefined()
  })

  test('what cannot work is found before anything is read', () => {
    expect(ica.options.safeParse({}).success).toBe(false)
    const labels = { model: 'tiny-labels', reject: { eye: 0.8 } }
    const shape = { kind: 'signals', rateHz: 64, channels: ['Fp1', 'Cz', 'O1'] } as const
    expect(issuesOf(ica, shape, { labels })).toEqual(['labels'])
  })
})
