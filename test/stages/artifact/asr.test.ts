import { describe, expect, test } from 'vitest'
import { random } from '../../../src/kernels/random.ts'
import { asr } from '../../../src/stages/artifact/asr.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { withSensors } from '../../../src/tables/sensors.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const channels = ['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2']
const rateHz = 100
const samples = 40 * rateHz

/** Mixed noise with a burst over the front at 30 s. */
function recording(burst = 400) {
  const draw = random(4)
  const sources = Float64Array.from({ length: 6 * samples }, () => 8 * draw.normal())
  const values = new Float32Array(6 * samples)
  for (let c = 0; c < 6; c++) {
    for (let t = 0; t < samples; t++) {
      for (let k = 0; k < 6; k++) {
        values[c * samples + t] += sources[k * samples + t] / (1 + Math.abs(c - k))
      }
      const shape = Math.exp(-(((t - 3000) / 20) ** 2)) * Math.sin(t / 3)
      if (c < 2) values[c * samples + t] += burst * shape
    }
  }
  return signalsOf([{ channels, values, rateHz }])
}

const peak = (table: unknown, from: number, to: number) =>
  Math.max(
    ...segmentsOf(table as Signals)[0]
      .values.subarray(from, to)
      .map(Math.abs),
  )

describe('asr', () => {
  test('a channel of the heart stays as it is and changes no other', async () => {
    const table = recording()
    const [{ values }] = segmentsOf(table)
    const beats = Float32Array.from({ length: samples }, (_, t) => (t % 90 === 0 ? 2000 : 0))
    const more = Float32Array.from([...values, ...beats])
    const names = [...channels, 'ECG']
    const mixed = withSensors(signalsOf([{ channels: names, values: more, rateHz }]), {
      ECG: { type: 'ecg' },
    })
    const [alone] = segmentsOf((await runStage(asr, table, { cutoff: 10 })) as Signals)
    const [both] = segmentsOf((await runStage(asr, mixed, { cutoff: 10 })) as Signals)
    expect(both.values.subarray(0, 6 * samples)).toEqual(alone.values)
    expect(both.values.subarray(6 * samples)).toEqual(beats)
  })

  test('a channel of the heart at another rate passes through', async () => {
    const table = recording()
    const [{ values }] = segmentsOf(table)
    const beats = Float32Array.from({ length: samples / 2 }, (_, t) => (t % 45 === 0 ? 2000 : 0))
    const heart = { channels: ['ECG'], values: beats, rateHz: rateHz / 2, index: 0 }
    const blocks = [
      { channels: channels.slice(0, 2), values: values.slice(0, 2 * samples), rateHz, index: 0 },
      heart,
      { channels: channels.slice(2), values: values.slice(2 * samples), rateHz, index: 0 },
    ]
    const mixed = withSensors(signalsOf(blocks), { ECG: { type: 'ecg' } })
    const [alone] = segmentsOf((await runStage(asr, table, { cutoff: 10 })) as Signals)
    const both = segmentsOf((await runStage(asr, mixed, { cutoff: 10 })) as Signals)
    const joined = [...both[0].values, ...both[2].values]
    expect(Float32Array.from(joined)).toEqual(alone.values)
    expect([both[1].rateHz, both[1].values]).toEqual([rateHz / 2, beats])
    const untyped = runStage(asr, signalsOf(blocks), { cutoff: 10 })
    await expect(untyped).rejects.toThrow(/rates-differ.*ECG.*`resample` before it/)
  })

  test('takes a burst out and leaves the rest as it is', async () => {
    const table = recording()
    const out = await runStage(asr, table, { cutoff: 10 })
    expect(peak(table, 2950, 3050)).toBeGreaterThan(300)
    expect(peak(out, 2950, 3050)).toBeLessThan(100)
    const [{ values }] = segmentsOf(out as Signals)
    expect(values.subarray(0, 2500)).toEqual(segmentsOf(table)[0].values.subarray(0, 2500))
    const [note] = notesOf(out)
    expect(note).toMatchObject({ stage: 'asr', says: 'bursts were replaced', ofS: 40 })
    expect(note.changedS).toBeGreaterThan(0.5)
    expect(note.changedS).toBeLessThan(5)
  })

  test('a calibration may be a span of the recording', async () => {
    const out = await runStage(asr, recording(), { cutoff: 10, calibrateS: [0, 25] })
    expect(peak(out, 2950, 3050)).toBeLessThan(100)
  })

  test('a clean recording is left as it is', async () => {
    const table = recording(0)
    const out = await runStage(asr, table, {})
    expect(segmentsOf(out as Signals)[0].values).toEqual(segmentsOf(table)[0].values)
    expect(notesOf(out)[0]).toMatchObject({ changedS: 0 })
  })

  test('says what it cannot do', async () => {
    const run = (table: ReturnType<typeof recording>, given = {}) => runStage(asr, table, given)
    await expect(run(recording(), { calibrateS: [0, 2] })).rejects.toThrow(/signal-too-short/)
    const slow = signalsOf([{ channels, values: new Float32Array(600), rateHz: 80 }])
    await expect(run(slow)).rejects.toThrow(/stage-options.*rateHz 80/)
    const volts = signalsOf([{ channels, values: new Float32Array(600), rateHz }], 'V')
    await expect(run(volts)).rejects.toThrow(/stage-options.*unit V/)
    const holed = recording()
    segmentsOf(holed)[0].values[4100] = Number.NaN
    await expect(run(holed)).rejects.toThrow(/non-finite.*channel Fp2, sample 100/)
    expect(issuesOf(asr, { kind: 'signals', rateHz: 80 }, {})).toEqual(['windowS'])
  })
})
