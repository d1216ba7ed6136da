import { expect, test } from 'vitest'
import { compareRdms, noiseCeiling, type RdmComparison } from '../../src/kernels/compare-rdms.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

const golden = fmriGolden<Record<string, number[]> & { rdms: number[][] }>('rsa.json')
const rdms = golden.rdms.map((rdm) => Float64Array.from(rdm))
const sums = { absolute: 1e-12, why: 'other order of sums in f64' }

test.each(['spearman', 'kendallTauA', 'cosine', 'pearson'] satisfies RdmComparison[])(
  '%s and its noise ceiling equal rsatoolbox',
  (by) => {
    const alike = rdms.map((rdm) => compareRdms(golden.model, rdm, by))
    expectClose(alike, golden[`compare ${by}`], sums)
    const { low, high } = noiseCeiling(rdms, by)
    expectClose([low, high], golden[`ceiling ${by}`], sums)
  },
)

test('one RDM has no ceiling, and lengths must agree', () => {
  expect(noiseCeiling(rdms.slice(0, 1), 'cosine')).toEqual({ low: NaN, high: NaN })
  expect(() => compareRdms([1, 2], [1], 'cosine')).toThrow(RangeError)
})
