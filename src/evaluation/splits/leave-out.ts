import * as z from 'zod'
import { fail } from '../../errors.ts'
import { groupsOf } from '../group.ts'
import { sidesOfGroups } from '../sides.ts'
import { defineSplit } from '../split-kind.ts'
import { unitOption } from './options.ts'

export const leaveOut = defineSplit({
  use: 'leaveOut',
  title: 'Each group is tested once, by itself',
  options: z.strictObject({
    leaveOut: unitOption.meta({
      description:
        'each subject, session, run or recording, or each value of a label column such as ' +
        'a site, is tested once, by itself',
    }),
  }),
  apart: ({ leaveOut: unit }) => ({ unit }),
  columns: ({ leaveOut: unit }) => [unit],
  divide({ keys }, { leaveOut: by }) {
    const groups = groupsOf(keys, by)
    const found = groups.names.length
    if (found < 2) fail('split-impossible', { by, groups: groups.names, found, expected: 2 })
    return sidesOfGroups(
      groups,
      groups.names.map((_, g) => g),
    )
  },
})
