import * as z from 'zod'
import { groupsOf } from '../group.ts'
import { heldOut } from '../held-out.ts'
import { sidesOfGroups } from '../sides.ts'
import { defineSplit } from '../split-kind.ts'
import { namesOption, unitOption } from './options.ts'

export const holdOut = defineSplit({
  use: 'holdOut',
  title: 'One fold with the test groups named',
  options: z.strictObject({
    holdOut: z
      .strictObject({
        test: namesOption.meta({
          description: 'names of the groups that are tested; A..B is a range in natural order',
        }),
        train: namesOption
          .meta({ description: 'names of the groups that are trained on; all others by default' })
          .optional(),
        by: unitOption.default('subject').meta({ description: 'what the names are names of' }),
      })
      .meta({ description: 'one fold with the test groups named' }),
  }),
  apart: ({ holdOut: { by } }) => ({ unit: by }),
  columns: ({ holdOut: { by } }) => [by],
  divide({ keys }, { holdOut: held }) {
    const groups = groupsOf(keys, held.by)
    return sidesOfGroups(groups, heldOut(groups, held), 1)
  },
})
