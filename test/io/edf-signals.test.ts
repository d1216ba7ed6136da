import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { edf } from '../../src/io/edf.ts'
import { memorySource, withFile } from '../../src/io/source.ts'
import type { RecordingInfo } from '../../src/reader.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { who } from '../fixtures/recordings.ts'
import { sharedData } from '../shared-data.ts'

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/io/${name}`, import.meta.url), 'utf8'))

/** Rows by name: values of a table's segments. */
function rowsOf(table: Table<'signals'>) {
  return segmentsOf(table).flatMap(({ channels, values, samples, rateHz }) =>
    channels.map((name, c) => ({
      name,
      rateHz,
      values: values.subarray(c * samples, (c + 1) * samples),
    })),
  )
}

/** Mean, standard deviation, first and last values, as the golden files have them. */
function expectSummary(values: Float32Array, expected: Summary, what: string) {
  expect(values.length, what).toBe(expected.samples)
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  const std = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
  const absolute = 2e-7 * Math.max(...[mean, std, ...expected.first].map(Math.abs))
  const why = `${what}: f64 values rounded to f32, and sums of them`
  expectClose([mean, std], [expected.mean, expected.std], { relative: 1e-6, absolute, why })
  expectClose([...values.slice(0, 5)], expected.first, { relative: 1e-7, absolute, why })
  expectClose([...values.slice(-5)], expected.last, { relative: 1e-7, absolute, why })
}

interface Summary {
  samples: number
  mean: number
  std: number
  first: number[]
  last: number[]
}

describe('edf, against pyEDFlib and MNE-Python', () => {
  for (const made of golden('made-edf.json')) {
    test(`${made.name} written by pyEDFlib is read with its values`, async () => {
      const bytes = new Uint8Array(Buffer.from(made.bytes, 'base64'))
      const table = (await edf.read(memorySource(made.name, bytes), who, {})) as Table<'signals'>
      for (const [c, row] of rowsOf(table).entries()) {
        const why = 'f64 values rounded to f32'
        expectClose(row.values, made.rows[c], { relative: 6e-8, why })
        expect(row).toMatchObject({ rateHz: made.channels[c].rateHz })
      }
      expect(await edf.events?.(memorySource(made.name, bytes))).toEqual(
        made.annotations.map(({ onsetS, durationS, text }: Record<string, unknown>) => {
          return { onsetS, durationS, label: text }
        }),
      )
    })
  }

  for (const { file, mne, pyedflib } of golden('edf.json')) {
    test.skipIf(!sharedData)(`${file} is read as they read it`, async () => {
      const path = `${sharedData}/${file}`
      const info = (await withFile(path, (s) => edf.inspect(s))) as RecordingInfo
      const notes = mne.annotations
      expect(info.annotations.map((a) => a.text)).toEqual(
        notes.map((a: { text: string }) => a.text),
      )
      const times = (of: typeof info.annotations) => of.flatMap((a) => [a.onsetS, a.durationS])
      const why = 'decimal onsets as doubles'
      expectClose(times(info.annotations), times(notes), { absolute: 1e-6, why })
      if (pyedflib.channels && mne.samples === undefined) return
      expect(info.startedAt).toMatch(mne.startedAt)
      expect(info.durationS).toBeCloseTo(mne.samples / mne.rateHz, 9)
      await expectRows(path, mne.channels, pyedflib.channels)
      if (mne.events) await expectEvents(path, mne)
    })
  }
})

async function expectRows(
  path: string,
  mne: Named[] | undefined,
  pyedflib: Labelled[] | undefined,
) {
  const table = await withFile(path, (s) => edf.read(s, who, {}) as Promise<Table<'signals'>>)
  const rows = rowsOf(table)
  for (const { name, ...summary } of mne ?? []) {
    const row = rows.find((r) => r.name === name)
    expectSummary(row?.values ?? new Float32Array(), summary, `${name} by MNE`)
  }
  const stims = new Set((mne ?? []).filter((row) => row.stim).map((row) => row.name))
  const inFile =
    segmentsOf(table).length === 1 ? rows : [...rows].sort((a, b) => b.rateHz - a.rateHz)
  const ordered = [...(pyedflib ?? [])].sort((a, b) => (mne ? 0 : b.rateHz - a.rateHz))
  for (const [i, { label, rateHz, ...summary }] of ordered.entries()) {
    if (stims.has(inFile[i].name)) continue
    expect(inFile[i].rateHz, label).toBe(rateHz)
    expectSummary(inFile[i].values, summary, `${label} by pyEDFlib`)
  }
}

async function expectEvents(
  path: string,
  mne: { rateHz: number; events: { count: number; samples: number[]; codes: number[] } },
) {
  const all = await withFile(path, (s) => edf.events?.(s) ?? Promise.resolve([]))
  const codes = all.filter((event) => /^\d+$/.test(event.label))
  expect(codes).toHaveLength(mne.events.count)
  expect(codes.slice(0, 40).map((e) => Math.round(e.onsetS * mne.rateHz))).toEqual(
    mne.events.samples,
  )
  expect(codes.slice(0, 40).map((e) => Number(e.label))).toEqual(mne.events.codes)
}

type Named = Summary & { name: string; stim: boolean }
type Labelled = Summary & { label: string; rateHz: number }
