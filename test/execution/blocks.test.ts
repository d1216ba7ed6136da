import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startPool } from '../../src/execution/pool.ts'
import { runNodes } from '../../src/execution/schedule.ts'
import { runTask } from '../../src/execution/task.ts'
import { encodeEdf } from '../../src/io/write-edf.ts'
import { random } from '../../src/kernels/random.ts'
import { recycling, unset32 } from '../../src/kernels/recycling.ts'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { planRecordings } from '../../src/pipeline/plan.ts'
import type { PlannedRecording } from '../../src/pipeline/planned-recording.ts'
import { diskStore } from '../../src/store/disk.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { payload } from '../../src/tables/kind.ts'
import {
  columnNames,
  columnType,
  f64Of,
  i32Of,
  listsOf,
  type Table,
  wordsOf,
} from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = temporaryFolder()
const files = new Map<string, string>()

/** A recording of four channels with a drift, an offset of 20 mV and an event every 7.3 s. */
function recordingFile(rateHz: number, durationS: number): string {
  const name = `r${rateHz}-${durationS}.edf`
  const known = files.get(name)
  if (known) return known
  const draw = random(rateHz * 1000 + durationS)
  const values = () => {
    let drift = 20_000
    return Float64Array.from({ length: rateHz * durationS }, (_, t) => {
      drift += draw.normal()
      return drift + 40 * Math.sin((2 * Math.PI * 10 * t) / rateHz) + 15 * draw.normal()
    })
  }
  const range = { unit: 'uV', physicalMin: -32768, physicalMax: 32767, rateHz }
  const labels = ['Fp1', 'Fz', 'C3', 'O1']
  const bytes = encodeEdf({
    patient: 'X X X X',
    recordingId: 'X X X',
    startedAt: { year: 2024, month: 2, day: 29, hour: 1, minute: 2, second: 3 },
    recordS: 1,
    format: 'EDF+C',
    channels: labels.map((label) => ({ label, ...range, values: values() })),
    annotations: Array.from({ length: Math.floor(durationS / 7.3) }, (_, i) => ({
      onsetS: Math.round(i * 7300) / 1000,
      durationS: 0,
      text: i % 2 === 0 ? 'left' : 'right',
    })),
  })
  const path = join(folder, name)
  writeFileSync(path, bytes)
  files.set(name, path)
  return path
}

interface Case {
  readonly rateHz: number
  readonly durationS: number
  readonly blockS: number
  readonly stages: readonly string[]
}

function planOf({ rateHz, durationS, blockS, stages }: Case, inBlocks: boolean) {
  const lines = ['name: demo', 'dataset: any', 'stages:', ...stages.map((stage) => `  - ${stage}`)]
  const path = recordingFile(rateHz, durationS)
  const recording = { subject: 'A', session: '1', run: '1', recording: 'A_1', labels: {} }
  const planned: PlannedRecording = {
    recording,
    reader: { use: 'edf', version: 1 },
    path,
    sha256: path,
    images: {},
    events: { file: { from: 'annotations', path }, sha256: path },
    ...(inBlocks ? { extent: { startS: 0, endS: durationS, rateHz } } : {}),
  }
  return planRecordings(parsePipeline(lines.join('\n'), 'demo.yaml'), [planned], blockS)
}

let stores = 0

/** What an earlier task left: an element that is read before it is written shows. */
async function spoil(): Promise<void> {
  for (let i = 0; i < 4; i++) unset32(4 * 1024 * 1024).fill(Number.NaN)
}

async function resultOf(one: Case, inBlocks: boolean) {
  const { nodes, tails } = planOf(one, inBlocks)
  const store = diskStore(join(folder, `store-${stores++}`))
  const [{ key }] = tails
  await recycling(spoil)
  for (const node of nodes.values()) {
    if (node.keep) await recycling(() => runTask({ nodes, store }, node.key))
  }
  const reads = [...nodes.values()].filter(({ work }) => work.do === 'read').length
  return { table: await store.get(key), reads }
}

/** Keys agree exactly; samples as far as f32 and 1e-12 of an edge go. */
function expectSame(found: Table, whole: Table): void {
  expect(found.rows).toBe(whole.rows)
  expect(columnNames(found)).toEqual(columnNames(whole))
  for (const name of columnNames(whole)) {
    if (name === payload[whole.kind]) continue
    const type = columnType(whole, name)
    if (type === 'text') expect(wordsOf(found, name)).toEqual(wordsOf(whole, name))
    if (type === 'i32') expect(i32Of(found, name)).toEqual(i32Of(whole, name))
    const why = 'times are counted from another first sample'
    if (type === 'f64') expectClose(f64Of(found, name), f64Of(whole, name), { absolute: 1e-9, why })
  }
  const name = payload[whole.kind] ?? ''
  const why = 'samples are stored in f32 between stages, offsets are large against the signal'
  const tolerance = { relative: 2e-5, why }
  expectClose(listsOf(found, name).values, listsOf(whole, name).values, tolerance)
}

const pass = fc
  .record({
    low: fc.integer({ min: 2, max: 6 }),
    wide: fc.integer({ min: 4, max: 30 }),
    how: fc.constantFrom('fir', 'butterworth', 'butterworth, phase: causal'),
  })
  .map(({ low, wide, how }) => `bandpass: { lowHz: ${low}, highHz: ${low + wide}, method: ${how} }`)
const onSignals = fc.oneof(
  pass,
  fc.constantFrom(
    'pick: { channels: [Fp1, C3, O1] }',
    'reference: { to: average }',
    'notch: { freqHz: 20, harmonics: 1, method: iir }',
    'highpass: { lowHz: 1 }',
    'lowpass: { highHz: 40 }',
    'resample: { rateHz: 100 }',
    'resample: { rateHz: 160 }',
    'standardize: { over: recording }',
    'standardize: { over: channel }',
  ),
)
const cut = fc.constantFrom(
  'window: { lengthS: 2 }',
  'window: { lengthS: 3, strideS: 0.7 }',
  'window: { lengthS: 1.5, strideS: 4, fromS: 3.1, toS: 80 }',
  'window: { around: ["*"], tminS: -0.5, tmaxS: 1.5, baselineS: [-0.5, 0] }',
  'window: { around: [left], tminS: 0.2, tmaxS: 2 }',
)
const onWindows = fc.constantFrom(
  [],
  ['detrend: {}'],
  ['baseline: { fromS: 0, toS: 0.5 }'],
  ['standardize: { over: channel }'],
  ['standardize: { over: recording }'],
  ['bandpower: { bandsHz: [[4, 8], [8, 13]], segmentS: 1 }'],
  ['covariance: {}'],
)
const highpassed = fc.constantFrom('highpass: { lowHz: 1 }', 'standardize: { over: recording }')
const cases = fc.record({
  rateHz: fc.constantFrom(100, 128, 250),
  durationS: fc.integer({ min: 61, max: 150 }),
  blockS: fc.integer({ min: 10, max: 40 }),
  stages: fc
    .tuple(highpassed, fc.array(onSignals, { maxLength: 3 }), cut, onWindows)
    .map(([first, signals, window, windows]) => [first, ...signals, window, ...windows]),
})

describe('properties', () => {
  test('in blocks and as a whole a recording gives the same table', async () => {
    const law = fc.asyncProperty(cases, async (one) => {
      const blocks = await resultOf(one, true)
      const whole = await resultOf(one, false)
      expect([blocks.reads, whole.reads]).toEqual([Math.floor(one.durationS / one.blockS), 1])
      expectSame(blocks.table, whole.table)
    })
    await fc.assert(law, { seed: 1, numRuns: 60 })
  })
})

describe('blocks', () => {
  test('give the same bytes for any number of threads', async () => {
    const stages = [
      'resample: { rateHz: 100 }',
      'standardize: { over: recording }',
      'bandpass: { lowHz: 2, highHz: 20 }',
      'window: { lengthS: 2 }',
      'bandpower: { bandsHz: [[4, 8], [8, 13]], segmentS: 1 }',
    ]
    const { nodes, tails } = planOf({ rateHz: 128, durationS: 130, blockS: 15, stages }, true)
    const bytes: Uint8Array[] = []
    for (const workers of [1, 2, 4]) {
      const store = join(folder, `threads-${workers}`)
      const pool = startPool(workers, { store: { at: 'folder', folder: store } })
      try {
        const { failures } = await runNodes(nodes, pool, { strict: true })
        expect([...failures.values()]).toEqual([])
      } finally {
        await pool.stop()
      }
      bytes.push(encodeTable(await diskStore(store).get(tails[0].key)))
    }
    expect(bytes[1]).toEqual(bytes[0])
    expect(bytes[2]).toEqual(bytes[0])
  })

  test('a recording that is cut short is named by the block that meets its end', async () => {
    const stages = ['bandpass: { lowHz: 2, highHz: 20 }', 'window: { lengthS: 2 }']
    const one = { rateHz: 100, durationS: 90, blockS: 20, stages }
    const { nodes, tails } = planOf({ ...one, durationS: 90 }, true)
    const read = [...nodes.values()].filter(({ id }) => id.includes('/read'))
    expect(read.map(({ id }) => id)).toEqual([
      'A_1/read@0',
      'A_1/read@1',
      'A_1/read@2',
      'A_1/read@3',
    ])
    expect(nodes.get(tails[0].key)?.id).toBe('A_1/blocks')
  })
})
