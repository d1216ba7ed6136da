import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeTable } from '../../src/tables/ipc.ts'
import { growingMean, meanScan } from '../../src/tables/mean-scan.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { withMeta } from '../../src/tables/table.ts'
import { makeVolumes, voxelsOf } from '../../src/tables/volumes.ts'

const recording = { subject: 'A', session: '', run: '1', recording: 'A_1', labels: {} }
const grid = { shape: [2, 1, 1], affine: [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1] } as const
const volumes = (voxels: Float32Array) => makeVolumes(recording, grid, 2, voxels)

describe('meanScan', () => {
  test('gives one scan without notes; a NaN stays in its voxel, a run without scans empty', () => {
    const run = withMeta(volumes(Float32Array.of(1, 2, 4, Number.NaN)), { notes: '[]' })
    const mean = meanScan(run)
    expect([mean.rows, mean.meta.notes, mean.meta.grid]).toEqual([1, undefined, run.meta.grid])
    expect([...voxelsOf(mean).values]).toEqual([2.5, Number.NaN])
    expect(meanScan(volumes(new Float32Array(0))).rows).toBe(0)
    expect(() => growingMean().table()).toThrow(RangeError)
  })

  test('properties: pieces give the bytes of the whole', () => {
    const values = fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 4 })
    fc.assert(
      fc.property(values, fc.nat(), (list, at) => {
        const run = volumes(Float32Array.from(list.slice(0, 2 * Math.floor(list.length / 2))))
        const cut = at % (run.rows + 1)
        const scans = Array.from({ length: run.rows }, (_, t) => t)
        const mean = growingMean()
        mean.add(takeRows(run, scans.slice(0, cut)))
        mean.add(takeRows(run, scans.slice(cut)))
        const whole = encodeTable(meanScan(run))
        expect(Buffer.compare(encodeTable(mean.table()), whole)).toBe(0)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
