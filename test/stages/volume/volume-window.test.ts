import { describe, expect, test } from 'vitest'
import { volumeWindow } from '../../../src/stages/volume/volume-window.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { f64Of, i32Of, type Table, wordsOf } from '../../../src/tables/table.ts'
import { tokensOf } from '../../../src/tables/tokens.ts'
import { makeVolumes } from '../../../src/tables/volumes.ts'
import { exampleGrid, exampleRecording } from './example-volumes.ts'

/** Five scans of twelve voxels; the first voxel of each is background. */
const run = Float32Array.from({ length: 60 }, (_, i) => (i % 12 === 0 ? 0 : i))
const volumes = makeVolumes(exampleRecording, exampleGrid, 2, run)

async function windows(options: unknown, table: Table = volumes) {
  const given = volumeWindow.options.parse(options)
  const out = (await volumeWindow.run(table, given, { tables: {}, seed: 0 })) as Table<'tokens'>
  return { out, ...tokensOf(out) }
}

describe('volumeWindow', () => {
  test('cuts windows of whole volumes, and drops what is left', async () => {
    const { out, values, axes } = await windows({ scans: 2 })
    expect(out.rows).toBe(2)
    expect(axes).toEqual({
      channel: 1,
      time: 2,
      depth: 12,
      channels: ['volume'],
      rateHz: 0.5,
      grid: [2, 3, 2],
    })
    expect([...values]).toEqual([...run.subarray(0, 48)])
    expect([...i32Of(out, 'window')]).toEqual([0, 1])
    expect([...f64Of(out, 'startS')]).toEqual([0, 4])
    expect([...f64Of(out, 'endS')]).toEqual([4, 8])
    expect(wordsOf(out, 'subject')).toEqual(['A', 'A'])
  })

  test('windows may overlap, and volumes be cut and filled up with the least value', async () => {
    const { out, values, axes } = await windows({ scans: 4, strideScans: 1, shape: [2, 3, 3] })
    expect(out.rows).toBe(2)
    expect(axes.grid).toEqual([2, 3, 3])
    expect([...values.subarray(0, 8)]).toEqual([1, 1, 1, 1, 1, 1, 0, 1])
  })

  test('one z-score over the run, without what is 0', async () => {
    const { out, values } = await windows({ scans: 5, standardize: true })
    expect(out.meta.unit).toBe('z')
    const inside = values.filter((_, i) => i % 12 !== 0)
    const mean = inside.reduce((sum, x) => sum + x, 0) / inside.length
    const variance = inside.reduce((sum, x) => sum + x * x, 0) / (inside.length - 1)
    expect(mean).toBeCloseTo(0, 6)
    expect(variance).toBeCloseTo(1, 6)
    expect(values[0]).toBe(Math.min(...inside))
    const zero = await windows({ scans: 5, standardize: true, background: 'zero' })
    expect(zero.values[0]).toBe(0)
  })

  test('a run shorter than a window gives no row, and says so', async () => {
    const { out } = await windows({ scans: 6 })
    expect(out.rows).toBe(0)
    expect(notesOf(out)).toEqual([
      { stage: 'volumeWindow', says: '5 scans are fewer than the 6 of a window' },
    ])
  })

  test('a run of nothing but background cannot be standardized', async () => {
    const empty = makeVolumes(exampleRecording, exampleGrid, 2, new Float32Array(24))
    await expect(windows({ scans: 1, standardize: true }, empty)).rejects.toThrow(/stage-options/)
    const still = makeVolumes(exampleRecording, exampleGrid, 0, run)
    await expect(windows({ scans: 1 }, still)).rejects.toThrow(/file-corrupt/)
  })
})
