import { describe, expect, test } from 'vitest'
import { repeatedCeilings } from '../../src/evaluation/repeated-ceilings.ts'
import { normalizedCorrelation, responseCeiling } from '../../src/kernels/response-ceiling.ts'
import type { Table } from '../../src/tables/table.ts'
import { normals } from '../linalg-golden.ts'
import { voxelRows } from './voxel-rows.ts'

const [repeats, length] = [4, 60]
const count = repeats * length
const signal = normals(length, 1)
const noise = normals(2 * count, 2)
/** A response of signal and noise, and one of noise alone. */
const truth = Float32Array.from({ length: 2 * count }, (_, i) => {
  return noise[i] + (i % 2 === 0 ? 2 * signal[Math.floor(i / 2) % length] : 0)
})
const prediction = Float32Array.from(truth, (_, i) => signal[Math.floor(i / 2) % length])
const rowsOf = (runs: number[]) =>
  voxelRows({ values: truth, names: ['p', 'q'], labels: runs.map(String), runs })
const told = (runs: number[]) => ({
  ...{ truth, prediction, width: 2, seed: 1 },
  rows: rowsOf(runs) as unknown as Table<'predictions'>,
})
const runs = Array.from({ length: count }, (_, r) => Math.floor(r / length))

describe('repeatedCeilings', () => {
  test('of one person are the ceilings of the kernel', () => {
    const { ccMax, ccNorm, spe } = repeatedCeilings(told(runs))
    const own = Float64Array.from({ length: count }, (_, r) => truth[2 * r])
    const known = responseCeiling(own, repeats)
    const mean = Float64Array.from({ length }, (_, t) => {
      return [0, 1, 2, 3].reduce((sum, n) => sum + own[n * length + t] / repeats, 0)
    })
    expect(ccMax[0]).toBeCloseTo(known.ccMax, 12)
    expect(ccNorm[0]).toBeCloseTo(normalizedCorrelation(mean, signal, known.signalPower), 6)
    expect(ccNorm[0]).toBeGreaterThan(0.9)
    const middle = (x: Float64Array) => x.reduce((sum, value) => sum + value / length, 0)
    const power = (x: Float64Array) =>
      x.reduce((sum, value) => sum + (value - middle(x)) ** 2, 0) / (length - 1)
    const left = power(mean.map((value, t) => value - signal[t]))
    const explained = (power(mean) - left) / known.signalPower
    expect(spe[0]).toBeCloseTo(explained, 6)
    expect(spe[0]).toBeGreaterThan(0.5)
  })

  test('recordings that are no repeats are refused', () => {
    expect(() => repeatedCeilings(told(runs.map(() => 0)))).toThrow(/split-impossible/)
    expect(() => repeatedCeilings(told(runs.map((run, r) => (r < 5 ? 0 : run + 1))))).toThrow(
      /split-impossible/,
    )
  })
})
