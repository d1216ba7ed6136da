import { expect, test } from 'vitest'
import { hyperalignment } from '../../src/kernels/hyperalignment.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

interface Golden {
  samples: number
  data: number[][]
  hyper: { shared: number[]; maps: number[][] }
}

const golden = fmriGolden<Golden>('align.json')

test('it equals the same rotations by SciPy', () => {
  const subjects = golden.data.map((values) => ({
    values: Float64Array.from(values.slice(0, 6 * golden.samples)),
    voxels: 6,
  }))
  const { maps, shared } = hyperalignment(subjects)
  const why = { relative: 1e-8, why: 'other singular value decompositions' }
  expectClose(shared, golden.hyper.shared, why)
  maps.forEach((map, i) => {
    expectClose(map, golden.hyper.maps[i], why)
  })
})

test('other numbers of voxels are refused', () => {
  const subjects = [2, 3].map((voxels) => ({ values: new Float64Array(6), voxels }))
  expect(() => hyperalignment(subjects)).toThrow(RangeError)
})
