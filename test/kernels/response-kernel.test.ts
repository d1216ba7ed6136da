import { describe, expect, test } from 'vitest'
import { hrf } from '../../src/kernels/hrf.ts'
import { responseKernel } from '../../src/kernels/response-kernel.ts'
import { expectClose } from '../close.ts'
import { glmGolden } from '../glm-golden.ts'

describe('responseKernel', () => {
  test.each(glmGolden.kernels.map((each) => [`${each.model} ${each.part}`, each] as const))(
    'agrees with nilearn: %s',
    (_, { model, part, stepS, values }) => {
      const found = responseKernel(model, part, stepS)
      expectClose(found, values, { relative: 1e-9, why: 'differences of densities in f64' })
    },
  )

  test('the response of SPM is that of hrf; too long a step is refused', () => {
    const found = responseKernel('spm', 'response', 0.5)
    expectClose(found, hrf(0.5), { relative: 1e-12, why: 'the same densities' })
    expect(() => responseKernel('spm', 'response', 40)).toThrow(RangeError)
  })
})
