import * as z from 'zod'
import { fail } from '../../errors.ts'
import { groupsOf } from '../group.ts'
import { heldOut } from '../held-out.ts'
import { sidesOfGroups } from '../sides.ts'
import { defineSplit } from '../split-kind.ts'
import { namesOption, unitOption } from './options.ts'

export const official = defineSplit({
  use: 'official',
  title: 'A split that the data set card names',
  options: z.strictObject({
    official: z.string().min(1).meta({ description: 'name of a split of the data set card' }),
    part: z
      .enum(['test', 'validation'])
      .optional()
      .meta({ description: 'which part is tested; the test part by default' }),
    members: z
      .strictObject({ train: namesOption, test: namesOption, by: unitOption })
      .optional()
      .meta({ description: 'who is trained on and tested; filled in from the card' }),
  }),
  apart: ({ members }) => ({ unit: members?.by ?? 'subject' }),
  columns: ({ members }) => (members ? [members.by] : []),
  divide({ keys }, { official: name, members }) {
    if (members === undefined) return fail('split-impossible', { official: name, members: 0 })
    const groups = groupsOf(keys, members.by)
    return sidesOfGroups(groups, heldOut(groups, members), 1)
  },
})
