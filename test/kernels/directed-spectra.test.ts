import { describe, expect, test } from 'vitest'
import { autoregression } from '../../src/kernels/autoregression.ts'
import { directedSpectra, spectralGranger } from '../../src/kernels/directed-spectra.ts'
import { expectClose } from '../close.ts'
import { directedGolden, directedInput } from '../directed-golden.ts'

const { order, rateHz, frequenciesHz } = directedGolden
const close = { relative: 1e-8, why: 'normal equations instead of an orthogonal decomposition' }

describe('directedSpectra', () => {
  test.each(['dtf', 'ffdtf', 'ddtf', 'pdc', 'gpdc'] as const)(
    '%s equals NumPy on the fit of statsmodels',
    (measure) => {
      const model = autoregression(directedInput, 3, order)
      const found = directedSpectra(model, frequenciesHz, { rateHz, measure })
      expectClose(found, directedGolden[measure], close)
    },
  )

  test('what flows into a channel sums to 1, and what flows out of one', () => {
    const model = autoregression(directedInput, 3, order)
    const dtf = directedSpectra(model, [7], { rateHz, measure: 'dtf' })
    const pdc = directedSpectra(model, [7], { rateHz, measure: 'pdc' })
    expect(dtf[0] + dtf[1] + dtf[2]).toBeCloseTo(1, 12)
    expect(pdc[0] + pdc[3] + pdc[6]).toBeCloseTo(1, 12)
  })
})

describe('spectralGranger', () => {
  test('equals NumPy on the fits of statsmodels', () => {
    const found = spectralGranger(directedInput, 3, { order, rateHz, frequenciesHz })
    expectClose(found, directedGolden.spectralGranger, close)
  })
})
