import { defineModifier } from '../split-kind.ts'
import { unitOption } from './options.ts'

export const scoreBy = defineModifier<string>({
  use: 'scoreBy',
  option: unitOption.meta({
    description: 'the column whose groups are scored one by one; what is kept apart by default',
  }),
  columns: (unit) => [unit],
  scored: (unit) => unit,
  wrap: (divide) => divide,
})
