import * as z from 'zod'

/** A column whose rows stay together. */
export const unitOption = z.string().min(1)

/** Options that several splits share; each means the same in all. */
export const byOption = unitOption.meta({
  description: 'the key or label column whose rows stay together',
})

/** Names of groups; a range `A..B` has all that lie between in natural order. */
export const namesOption = z.array(z.string()).min(1)

/** The seed of a split that draws. */
export const seedOption = z.int().meta({
  unit: '1',
  description: 'shuffles the groups before kFold deals them out; without it, largest first',
})
