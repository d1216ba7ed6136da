import { describe, expect, test } from 'vitest'
import { glm } from '../../../src/stages/volume/glm.ts'
import { byLabel, designOf, modelledEvents } from '../../../src/stages/volume/glm-design.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import { expectClose } from '../../close.ts'
import { glmGolden, goldenEvents, goldenRun } from '../../glm-golden.ts'

const [segment] = segmentsOf(goldenRun())

describe('designOf', () => {
  test.each(glmGolden.designs.map((each) => [JSON.stringify(each.ours), each] as const))(
    'agrees with nilearn: %s',
    (_, { ours, names, values }) => {
      const options = glm.options.parse({ contrasts: { a: { b: 1 } }, ...ours })
      const { inside } = modelledEvents('glm', segment, goldenEvents())
      const design = designOf('glm', segment, byLabel(inside), { options })
      expect(design.names).toEqual(names)
      const close = { relative: 1e-9, why: 'the same formulas in f64' }
      const width = names.length
      for (const [k, name] of names.entries()) {
        const column = (all: ArrayLike<number>) =>
          Array.from({ length: segment.samples }, (__, t) => all[t * width + k])
        // polynomials of nilearn begin at the first scan's own time
        if (!(JSON.stringify(ours).includes('polynomial') && name.startsWith('drift'))) {
          expectClose(column(design.values), column(values), close)
        }
      }
    },
  )
})
