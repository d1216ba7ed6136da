import { describe, expect, test } from 'vitest'
import { clean } from '../../../src/stages/volume/clean.ts'
import { makeConfounds } from '../../../src/tables/confounds.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fmriprepColumns, timeseries } from '../../timeseries-golden.ts'
import { exampleRecording } from './example-volumes.ts'

const { samples, trS, rows } = timeseries
const channels = Array.from({ length: rows }, (_, r) => `p${r}`)

function signalsOf(values: Float32Array) {
  const segment = { channels, startS: 0, rateHz: 1 / trS, values, index: 0 }
  return makeSignals(exampleRecording, [segment], 'arbitrary')
}

const signals = signalsOf(Float32Array.from(timeseries.signals))

function cleaned(options: object, columns: Record<string, number[]> = fmriprepColumns) {
  const tables = { confounds: makeConfounds(exampleRecording, columns) }
  return clean.run(signals, clean.options.parse(options), { tables, seed: 0 }) as Table<'signals'>
}

describe('clean', () => {
  test('agrees with nilearn, band and confounds', () => {
    const options = {
      lowHz: 0.01,
      highHz: 0.1,
      confounds: { columns: ['trans_x', 'trans_y', 'trans_z'] },
    }
    const expected = timeseries.cases.find(({ name }) => name === 'bandConfounds')?.values ?? []
    const [segment] = segmentsOf(cleaned(options))
    expectClose(segment.values, expected, { relative: 3e-6, why: 'kept as f32 between the steps' })
  })

  test('agrees with nilearn where a square is small beside its signal', () => {
    for (const { lowHz, values } of timeseries.large.cases) {
      const confounds = { strategy: ['globalSignal'], globalSignal: 'power2' }
      const given = { confounds, ...(lowHz === null ? {} : { lowHz }) }
      const [segment] = segmentsOf(
        cleaned(given, { global_signal: timeseries.large.global_signal }),
      )
      expectClose(segment.values, values, { relative: 3e-6, why: 'kept as f32 between the steps' })
    }
  })

  test('keeps the scans that nilearn keeps, joined or as stretches at their times', () => {
    for (const { shortest, fdMm, kept } of timeseries.scrub) {
      const censor = { shortest, fdMm, gaps: 'join' }
      const [joined, ...others] = segmentsOf(cleaned({ censor }))
      expect([joined.samples, others.length]).toEqual([kept.length, 0])
      const meta = cleaned({ censor }).meta
      expect(meta.times).toBe(kept.at(-1) === kept[0] + kept.length - 1 ? undefined : 'closedUp')
      const split = segmentsOf(cleaned({ censor: { ...censor, gaps: 'split' } }))
      const times = split.flatMap(({ startS, samples: n }) =>
        Array.from({ length: n }, (_, t) => Math.round(startS / trS) + t),
      )
      expect(times).toEqual(kept)
      expect(split.map(({ index }) => index)).toEqual(split.map((_, i) => i))
    }
  })

  test('computes the displacement where the table has motion alone', () => {
    const { framewise_displacement: _, std_dvars: __, ...motion } = fmriprepColumns
    const { shortest, fdMm } = timeseries.scrub[0]
    const [own] = segmentsOf(cleaned({ censor: { shortest, fdMm, gaps: 'join' } }, motion))
    const marked = fmriprepColumns.framewise_displacement.filter((value) => value > fdMm).length
    expect(own.samples).toBe(samples - marked)
  })

  test('says what it censored and which rows are constant', () => {
    const flat = Float32Array.from(timeseries.signals).fill(5, 0, samples)
    const options = clean.options.parse({ censor: {} })
    const tables = { confounds: makeConfounds(exampleRecording, fmriprepColumns) }
    const out = clean.run(signalsOf(flat), options, { tables, seed: 0 }) as Table<'signals'>
    expect(notesOf(out).map(({ says }) => says)).toEqual([
      'scans were censored',
      'constant rows became zeros',
    ])
  })

  test('NaN stays in its row, with a note', () => {
    const holed = Float32Array.from(timeseries.signals).with(3, Number.NaN)
    const options = clean.options.parse({})
    const out = clean.run(signalsOf(holed), options, { tables: {}, seed: 0 }) as Table<'signals'>
    const { values } = segmentsOf(out)[0]
    expect(values.findIndex((value) => !Number.isNaN(value))).toBe(samples)
    expect(notesOf(out)).toMatchObject([{ stage: 'clean', samples }])
  })

  test('refuses edges, lengths and columns that cannot be', () => {
    expect(() => cleaned({ highHz: 0.25 })).toThrow(/stage-options/)
    expect(() => cleaned({ lowHz: 0.1, highHz: 0.05 })).toThrow(/stage-options/)
    expect(() => cleaned({ filter: 'cosine', highHz: 0.1 })).toThrow(/stage-options/)
    expect(() => cleaned({ confounds: { columns: ['q'] } })).toThrow(/column-missing/)
    const short = { x: fmriprepColumns.csf.slice(1) }
    expect(() => cleaned({ confounds: {} }, short)).toThrow(/length-mismatch/)
    expect(() => cleaned({ censor: {} }, { csf: fmriprepColumns.csf })).toThrow(/column-missing/)
    expect(() => cleaned({ censor: { fdMm: 1e-9, shortest: 30 } })).toThrow(/signal-too-short/)
    const missing = () =>
      clean.run(signals, clean.options.parse({ censor: {} }), { tables: {}, seed: 0 })
    expect(missing).toThrow(/file-missing/)
  })
})
