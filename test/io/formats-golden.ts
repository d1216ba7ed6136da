import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { readerFor } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import type { RecordingInfo, Source } from '../../src/reader.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { who } from '../fixtures/recordings.ts'

/** A small recording, and what MNE-Python reads from it. */
export interface FormatCase {
  readonly case: string
  /** The file that is opened. */
  readonly open: string
  /** Base64, by name. */
  readonly files: Readonly<Record<string, string>>
  readonly rateHz: number
  readonly samples: number
  readonly startedAt: string | null
  readonly annotations: readonly { onsetS: number; durationS: number; text: string }[]
  readonly channels: readonly {
    readonly name: string
    readonly type: string
    /** m, `null` where MNE has none. */
    readonly position: readonly number[] | null
    readonly values: readonly number[]
  }[]
}

/** The cases of a format. */
export function formatCases(name: string): FormatCase[] {
  const file = new URL(`../golden/formats/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as FormatCase[]
}

/** The files of a case as a source. */
export function caseSource({ open, files }: Pick<FormatCase, 'open' | 'files'>): Source {
  const bytes = Object.entries(files).map(([name, text]) => {
    return [name, new Uint8Array(Buffer.from(text, 'base64'))] as const
  })
  const all = Object.fromEntries(bytes)
  return memorySource(open, all[open], all)
}

/** Expects channels, samples and annotations of a case to be those of MNE. */
export async function expectAsMne(golden: FormatCase): Promise<RecordingInfo> {
  const reader = readerFor(golden.open)
  const source = caseSource(golden)
  const info = (await reader.inspect(source)) as RecordingInfo
  const names = golden.channels.map(({ name }) => name)
  const signals = info.channels.filter(({ type }) => type !== 'annotations')
  expect(signals.map(({ name }) => name)).toEqual(names)
  expect(info.channels.map(({ rateHz }) => rateHz)).toEqual(names.map(() => golden.rateHz))
  const table = (await reader.read(source, who, {})) as Table<'signals'>
  const parts = segmentsOf(table)
  const why = 'f64 values rounded to f32'
  for (const [c, { values }] of golden.channels.entries()) {
    const own = parts.flatMap((part) => [
      ...part.values.subarray(c * part.samples, (c + 1) * part.samples),
    ])
    expectClose(own, values, { relative: 6e-8, why })
  }
  expectAnnotations(info.annotations, golden.annotations)
  const events = (await reader.events?.(source)) ?? []
  expectAnnotations(
    events.map(({ label: text, ...span }) => ({ ...span, text })),
    golden.annotations,
  )
  return info
}

/** Expects positions of channels to be those of MNE, in a frame. */
export function expectPlacesAsMne(
  { channels }: Pick<RecordingInfo, 'channels'>,
  golden: FormatCase,
): void {
  const frames = channels.map(({ positionM, frame }) => (positionM ? frame : undefined))
  expect(frames).toEqual(golden.channels.map(({ position }) => (position ? 'ras' : undefined)))
  const flat = channels.flatMap(({ positionM }) => positionM ?? [])
  const expected = golden.channels.flatMap(({ position }) => position ?? [])
  expectClose(flat, expected, { absolute: 1e-8, why: 'MNE keeps positions as f32' })
}

function expectAnnotations(
  found: RecordingInfo['annotations'],
  expected: FormatCase['annotations'],
): void {
  expect(found.map(({ text }) => text)).toEqual(expected.map(({ text }) => text))
  for (const part of ['onsetS', 'durationS'] as const) {
    const why = 'MNE rounds times to microseconds'
    expectClose(
      found.map((one) => one[part]),
      expected.map((one) => one[part]),
      { absolute: 6e-7, why },
    )
  }
}
