import * as z from 'zod'
import { defineModifier } from '../split-kind.ts'

export const repeats = defineModifier<number>({
  use: 'repeats',
  option: z.int().min(2).max(1000).meta({
    unit: '1',
    description: 'how often the split is drawn anew, with seeds counted up; scores are means',
  }),
  goesWith: ['kFold'],
  wrap: (divide, times) => (rows, split) =>
    Array.from({ length: times }, (_, repeat) =>
      divide(rows, { ...split, seed: Number(split.seed ?? 0) + repeat }).map((sides) => ({
        ...sides,
        repeat,
      })),
    ).flat(),
})
