import { expect, test } from 'vitest'
import { accuracy } from '../../../src/evaluation/classification.ts'
import type { MapContext } from '../../../src/evaluation/map-kind.ts'
import { isc } from '../../../src/evaluation/maps/isc.ts'
import { nearest } from '../../../src/heads/nearest.ts'
import { correlation } from '../../../src/kernels/correlation.ts'
import { expectClose } from '../../close.ts'
import { normals } from '../../linalg-golden.ts'
import { voxelRows } from '../voxel-rows.ts'

const moments = ['a', 'b', 'c', 'd', 'e']
const [x, y, z] = [1, 2, 3].map((seed) => Float32Array.from(normals(5, seed)))

function context(labels: readonly string[]): MapContext {
  const row = { names: ['p'], runs: labels.map(() => 1) }
  const test = voxelRows({ ...row, values: x.slice(0, labels.length), labels })
  const values = Float32Array.of(...y, ...z)
  const both = [...moments, ...moments]
  const train = voxelRows({ names: ['p'], runs: both.map(() => 1), values, labels: both })
  const head = { head: nearest, options: nearest.options.parse({}) }
  const question = { ...head, target: 'event', classes: moments, unit: 'run', seed: 1 } as const
  const fitted = () => ({ predict: () => new Float64Array(0) })
  return { sides: { train, test }, question, fitted, metric: accuracy, positive: -1 }
}

test('a person is correlated with the mean of the others, moment by moment', () => {
  const found = isc.compute?.(context(moments), {}) ?? {}
  const mean = y.map((value, i) => (value + z[i]) / 2)
  const why = { absolute: 1e-6, why: 'features are stored in f32' }
  expectClose(found.r, [correlation(x, mean)], why)
})

test('too few moments in common are refused', () => {
  expect(() => isc.compute?.(context(['a', 'b']), {})).toThrow(/split-impossible/)
})
