import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineModifier } from '../split-kind.ts'
import { unitOption } from './options.ts'

export const disjoint = defineModifier<string[]>({
  use: 'disjoint',
  option: z.array(unitOption).min(1).meta({
    description:
      'label columns, such as the stimulus: training rows with a value that is tested go',
  }),
  columns: (columns) => columns,
  apart: (columns, apart) => ({ ...apart, columns }),
  wrap: (divide, columns) => (rows, split) =>
    divide(rows, split).map((sides) => {
      const trainRows = columns.reduce((kept, column) => {
        const words = rows.keys[column]
        const tested = new Set(Array.from(sides.testRows, (row) => words[row]))
        return kept.filter((row) => !tested.has(words[row]))
      }, sides.trainRows)
      if (trainRows.length > 0) return { ...sides, trainRows }
      return fail('split-impossible', { disjoint: columns, training: 0 })
    }),
})
