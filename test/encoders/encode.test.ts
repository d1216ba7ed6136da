import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { encode } from '../../src/encoders/encode.ts'
import { matrixOf } from '../../src/tables/features.ts'
import { decodeTable, encodeTable } from '../../src/tables/ipc.ts'
import { notesOf } from '../../src/tables/note.ts'
import { concatTables } from '../../src/tables/rows.ts'
import {
  columnNames,
  columnsOf,
  f64Of,
  lists,
  listsOf,
  makeTable,
  type Table,
} from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { fixtures, shipped } from './model-folder.ts'
import { useModels } from './use-models.ts'
import { noiseTokens, noiseWindows } from './windows.ts'

useModels(fixtures, shipped)

const settings = { tables: {}, seed: 0 }
const run = async (table: Table, options: Record<string, unknown>, encoder = {}) =>
  (await encode.run(table, encode.options.parse(options), {
    ...settings,
    encoder,
  })) as Table<'features'>
const order = ['Fp1', 'Cz', 'O2']
const montage = { rateHz: 64, samples: 64, channels: order, count: 3, gain: 1 }

describe('encode', () => {
  test('tokens become one vector a window, with the keys of the window', async () => {
    const tokens = noiseTokens({ count: 3 })
    const features = await run(tokens, { model: 'wavelet-encoder' })
    expect(columnNames(features)).toEqual([
      ...['subject', 'session', 'run', 'recording', 'task', 'window', 'startS', 'endS'],
      'features',
    ])
    expect(matrixOf(features)).toMatchObject({ rows: 3, cols: 2 * 24 })
    expect(f64Of(features, 'endS')).toEqual(f64Of(tokens, 'endS'))
    expect(features.meta).toEqual({ labels: '["task"]', depth: '24' })
  })

  test('windows are cut into the patches of the card, as the stage patch cuts them', async () => {
    const options = { model: 'wavelet-encoder', pool: 'flatten' }
    const cut = await run(noiseWindows({ count: 3 }), options)
    const patched = await run(noiseTokens({ count: 3 }), options)
    expect(Buffer.compare(encodeTable(cut), encodeTable(patched))).toBe(0)
  })

  test('a window that holds no patch is too short', async () => {
    const short = run(noiseWindows({ count: 1, samples: 100 }), { model: 'wavelet-encoder' })
    await expect(short).rejects.toMatchObject({ code: 'signal-too-short' })
  })

  test('pooling decides the width', async () => {
    const tokens = noiseTokens({ count: 1 })
    const width = async (pool: string) =>
      matrixOf(await run(tokens, { model: 'wavelet-encoder', pool })).cols
    expect([await width('mean'), await width('meanAll'), await width('flatten')]).toEqual([
      48, 24, 192,
    ])
  })

  test('a signal with the numbers of its channels gives what NumPy gives', async () => {
    const path = new URL('../golden/encoders/montage.json', import.meta.url)
    const golden = JSON.parse(readFileSync(path, 'utf8')) as { signal: number[]; power: number[] }
    const edit = (values: Float32Array) => values.set(golden.signal)
    const features = await run(noiseWindows({ ...montage, edit }), { model: 'montage-encoder' })
    expectClose(matrixOf(features).values, golden.power, {
      relative: 1e-6,
      why: 'the graph computes in f32, NumPy in f64',
    })
  })

  test('another layer is another output of the graph', async () => {
    const windows = noiseWindows(montage)
    const flat = await run(windows, { model: 'montage-encoder', layer: 'flat' })
    const power = matrixOf(await run(windows, { model: 'montage-encoder' }))
    expect(matrixOf(flat).cols).toBe(3)
    expect(matrixOf(flat).values[0]).toBeCloseTo(power.values[0], 6)
  })

  test('zeros stand for a missing channel when asked for, and a note says so', async () => {
    const windows = noiseWindows({ ...montage, channels: ['Fp1', 'O2'], count: 1 })
    const options = { model: 'montage-encoder', layer: 'flat', onMissing: 'zero' }
    const features = await run(windows, options)
    expect(matrixOf(features).values[1]).toBe(0)
    expect(notesOf(features)).toEqual([
      expect.objectContaining({
        stage: 'encode',
        missing: ['Cz'],
        says: expect.stringMatching(/^67 %/),
      }),
    ])
    await expect(run(windows, { ...options, onMissing: 'error' })).rejects.toMatchObject({
      code: 'model-input',
    })
  })

  test('a table without windows gives one without features, which joins with others', async () => {
    const none = await run(noiseTokens({ count: 0 }), { model: 'wavelet-encoder' })
    const some = await run(noiseTokens({ count: 2 }), { model: 'wavelet-encoder' })
    expect(none).toMatchObject({ kind: 'features', rows: 0 })
    expect(matrixOf(concatTables([none, some])).cols).toBe(48)
  })

  test('a window with NaN has NaN features', async () => {
    const edit = (values: Float32Array) => {
      values[2048 + 5] = Number.NaN
    }
    const { values } = matrixOf(
      await run(noiseTokens({ count: 2, edit }), { model: 'wavelet-encoder' }),
    )
    expect(values.subarray(0, 48).some(Number.isNaN)).toBe(false)
    expect(values.subarray(48).every(Number.isNaN)).toBe(true)
  })

  test('several draws give a mean and a variance of each number', async () => {
    const windows = noiseWindows({ ...montage, count: 4 })
    const draws = { count: 5, give: 'both' }
    const features = await run(windows, { model: 'dropout-encoder', draws })
    expect(matrixOf(features)).toMatchObject({ rows: 4, cols: 2 * 3 * 3 })
    expect(JSON.parse(features.meta.names).slice(8, 10)).toEqual(['mean8', 'variance0'])
    const one = await run(windows, { model: 'dropout-encoder' })
    expect(matrixOf(one).cols).toBe(9)
  })

  test('the wrong kind, pool, layer or filling is refused', async () => {
    const tokens = noiseTokens({ count: 1 })
    const wrong: [Table, Record<string, unknown>, string][] = [
      [tokens, { model: 'montage-encoder' }, 'model-input'],
      [tokens, { model: 'wavelet-encoder', layer: 'attention' }, 'stage-options'],
      [tokens, { model: 'wavelet-encoder', onMissing: 'zero' }, 'stage-options'],
      [tokens, { model: 'wavelets' }, 'model-unknown'],
      [tokens, { model: 'wavelet-encoder', draws: { count: 2 } }, 'stage-options'],
    ]
    for (const [table, options, code] of wrong) {
      await expect(run(table, options)).rejects.toMatchObject({ code })
    }
  })
})

describe('planning', () => {
  const issues = (input: object, options: Record<string, unknown>) =>
    encode.shape?.({ kind: 'tokens', ...input }, encode.options.parse(options)).issues
  const paths = (input: object, options: Record<string, unknown>) =>
    issues(input, options)?.map((issue) => issue.path[0])

  test('what fits has no issues', () => {
    const input = { rateHz: 256, channels: ['Fp1'], lengthS: 4 }
    expect(issues(input, { model: 'wavelet-encoder' })).toBeUndefined()
  })

  test('rate, length, channels and kind are checked before anything is read', () => {
    const wrong = { rateHz: 200, lengthS: 9, channels: ['Cz'] }
    expect(paths(wrong, { model: 'montage-encoder' })).toEqual(['model', 'model', 'model', 'model'])
    expect(issues({ kind: 'windows' }, { model: 'wavelet-encoder' })).toBeUndefined()
    expect(paths({}, { model: 'montage-encoder' })).toEqual(['model'])
  })

  test('an unknown model is an issue of the option', () => {
    expect(issues({}, { model: 'wavelets' })?.[0]).toMatchObject({
      path: ['model'],
      message: expect.stringContaining('wavelet-encoder'),
    })
  })

  test('options that the card does not allow are issues', () => {
    const options = { model: 'wavelet-encoder', layer: 'x', onMissing: 'zero', draws: { count: 2 } }
    expect(paths({}, options)).toEqual(['layer', 'onMissing', 'draws'])
  })
})

describe('the same bytes', () => {
  const tokens = noiseTokens({ count: 21, channels: ['Fp1', 'C3', 'C4', 'O1', 'O2'] })

  test('whatever the size of the batches', async () => {
    const options = { model: 'wavelet-encoder', pool: 'flatten' }
    const alone = encodeTable(await run(tokens, options, { batch: 1 }))
    for (const batch of [2, 5, 16, 64]) {
      const bytes = encodeTable(await run(tokens, options, { batch }))
      expect(Buffer.compare(bytes, alone)).toBe(0)
    }
  })

  test('on a worker thread as on the main thread', async () => {
    const here = encodeTable(await run(tokens, { model: 'wavelet-encoder' }))
    const there = await Promise.all([onWorker(encodeTable(tokens)), onWorker(encodeTable(tokens))])
    for (const bytes of there) expect(Buffer.compare(bytes, here)).toBe(0)
    expect(decodeTable(there[0]).rows).toBe(21)
  })

  test('from shared memory as from memory of its own', async () => {
    const { values } = listsOf(tokens, 'tokens')
    const shared = new Float32Array(new SharedArrayBuffer(values.byteLength))
    shared.set(values)
    const columns = { ...columnsOf(tokens), tokens: lists(shared, values.length / tokens.rows) }
    const table = makeTable('tokens', columns, tokens.meta)
    const bytes = encodeTable(await run(table, { model: 'wavelet-encoder' }))
    const own = encodeTable(await run(tokens, { model: 'wavelet-encoder' }))
    expect(Buffer.compare(bytes, own)).toBe(0)
  })
})

/** Runs the compiled stage on a thread of its own. */
function onWorker(tokens: Uint8Array): Promise<Uint8Array> {
  const built = (file: string) => new URL(`../../dist/${file}`, import.meta.url).href
  const source = `
    const { parentPort, workerData } = require('node:worker_threads')
    Promise.all([import('${built('encoders/encode.js')}'), import('${built('tables/ipc.js')}')])
      .then(async ([{ encode }, { decodeTable, encodeTable }]) => {
        const options = encode.options.parse({ model: 'wavelet-encoder' })
        const table = await encode.run(decodeTable(workerData), options, { tables: {}, seed: 0 })
        parentPort.postMessage(encodeTable(table))
      })`
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData: tokens })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
