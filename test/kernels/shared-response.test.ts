import { describe, expect, test } from 'vitest'
import { random } from '../../src/kernels/random.ts'
import {
  deterministicSrm,
  probabilisticSrm,
  randomMap,
  subjectMap,
} from '../../src/kernels/shared-response.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { times, transposed } from '../linalg-golden.ts'

interface Fit {
  initial: number[][]
  maps: number[][]
  shared: number[]
  noise?: number[]
}

interface Golden {
  features: number
  voxels: number[]
  data: number[][]
  probabilistic: Fit
  deterministic: Fit
}

const golden = fmriGolden<Golden>('align.json')
const subjects = golden.data.map((values, i) => ({
  values: Float64Array.from(values),
  voxels: golden.voxels[i],
}))
const why = { relative: 1e-8, why: 'other singular value decompositions, six rounds' }

describe('shared response', () => {
  test.each([
    ['probabilistic', probabilisticSrm],
    ['deterministic', deterministicSrm],
  ] as const)('the %s model equals brainiak', (name, model) => {
    const expected = golden[name]
    const initial = expected.initial.map((map) => Float64Array.from(map))
    const found = model(subjects, { initial, iterations: 6 })
    expectClose(found.shared, expected.shared, why)
    found.maps.forEach((map, i) => {
      expectClose(map, expected.maps[i], why)
    })
    if (expected.noise) expectClose(found.noise, expected.noise, why)
  })

  test('a subject of the fit gets the map again that it had', () => {
    const { maps, shared } = golden.deterministic
    const again = subjectMap(subjects[1], Float64Array.from(shared))
    expect(again.length).toBe(maps[1].length)
    const both = times(transposed(again, 8), again, 3)
    expectClose(both, [1, 0, 0, 0, 1, 0, 0, 0, 1], { absolute: 1e-12, why: 'rounding' })
  })

  test('more features than voxels are refused; maps to begin with are orthonormal', () => {
    expect(() => randomMap(random(1), 2, 3)).toThrow(RangeError)
    const map = randomMap(random(1), 4, 2)
    const both = times(transposed(map, 4), map, 2)
    expectClose(both, [1, 0, 0, 1], { absolute: 1e-12, why: 'rounding' })
  })
})
