import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EventModel, eventRegressors } from '../../src/kernels/event-regressor.ts'
import { expectClose } from '../close.ts'
import { glmGolden } from '../glm-golden.ts'

const plain: EventModel = {
  response: 'glover',
  derivative: false,
  dispersion: false,
  delays: [0, 2, 5],
}
const faces = glmGolden.events
  .filter(([label]) => label === 'face')
  .map(([, onsetS, durationS]) => ({ onsetS, durationS }))

describe('eventRegressors', () => {
  test.each(
    glmGolden.regressors.map(
      (each) => [`${each.startS} ${JSON.stringify(each.ours)}`, each] as const,
    ),
  )('agrees with nilearn: %s', (_, { startS, ours, values }) => {
    const times = { samples: glmGolden.run.samples, startS, trS: glmGolden.run.trS }
    const found = eventRegressors(faces, { ...plain, ...ours }, times)
    expectClose(found, values, { relative: 1e-9, why: 'sums in another order' })
  })

  test('needs two scans', () => {
    expect(() => eventRegressors(faces, plain, { samples: 1, startS: 0, trS: 2 })).toThrow(
      RangeError,
    )
  })

  test('properties: two events give the sum of what each gives', () => {
    const onset = fc.double({ min: 0, max: 60, noNaN: true })
    fc.assert(
      fc.property(onset, onset, (a, b) => {
        const times = { samples: 40, startS: 0, trS: 2 }
        const one = (onsetS: number) => eventRegressors([{ onsetS, durationS: 3 }], plain, times)
        const both = [a, b].map((onsetS) => ({ onsetS, durationS: 3 }))
        const sum = one(a).map((value, t) => value + one(b)[t])
        const found = eventRegressors(both, plain, times)
        expectClose(found, sum, { absolute: 1e-12, why: 'f64' })
      }),
      { seed: 1, numRuns: 20 },
    )
  })
})
