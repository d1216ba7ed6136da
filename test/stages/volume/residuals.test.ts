import { describe, expect, test } from 'vitest'
import { residuals } from '../../../src/stages/volume/residuals.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { glmGolden, goldenEvents, goldenRun } from '../../glm-golden.ts'

function run(options: object, events = goldenEvents()) {
  const given = residuals.options.parse({ ...glmGolden.run.options, ...options })
  const out = residuals.run(goldenRun(), given, { tables: { events }, seed: 0 })
  if (out instanceof Promise) throw new Error('a table is expected')
  return listsOf(out, 'samples').values
}

describe('residuals', () => {
  test.each(glmGolden.fits.map((each) => [each.noise, each.residuals] as const))(
    'agrees with nilearn: %s',
    (noise, expected) => {
      expectClose(run({ noise }), expected, { relative: 2e-6, why: 'kept as f32' })
    },
  )

  test('refuses a run without events', () => {
    expect(() => run({ events: ['dog'] })).toThrow(/events-missing/)
  })
})
